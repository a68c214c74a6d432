//! All instances: found, listed, made, changed and dropped.

use kcrs_generated::server::ServerError;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use kcrs_generated::actions::CreateInstance;

use super::instance::Instance;
use super::table::{Row, read_row, restore, set_paths};
use super::time::Moment;
use super::trigger::{Delivery, LogPlace};
use super::{Asker, Ids, Quotas, ResourceKind, Scope, Tx, error};
use crate::store::{Change, Changes, Kept, Kind, Path, Store, StoreError, Ticket};

/// Time of a request, and the duration of the changes that it begins.
#[derive(Clone, Debug)]
pub(crate) struct Calls {
    pub(crate) now: Moment,
    pub(crate) scope: Scope,
    pub(crate) settle: Duration,
    /// Whether the request only asks what would happen. Then nothing changes.
    pub(crate) dry_run: bool,
}

/// All that the service knows.
#[derive(Debug)]
pub(crate) struct State {
    ids: Ids,
    quotas: Quotas,
    index: RwLock<Index>,
    store: Option<Store>,
}

type Cell = Arc<RwLock<Instance>>;

#[derive(Debug, Default)]
struct Index {
    cells: BTreeMap<u64, Cell>,
    ids: HashMap<String, u64>,
    names: HashMap<String, u64>,
    /// Those that are being deleted: they are dropped when an instance is made or deleted after
    /// they have gone.
    leaving: Vec<u64>,
}

impl State {
    /// Begins with nothing, or with what a store has kept.
    pub(crate) fn new(
        id_seed: Option<u64>,
        quotas: Quotas,
        store: Option<(Store, Kept)>,
    ) -> Result<Self, String> {
        let (store, kept) = store.unzip();
        let kept = kept.unwrap_or_default();
        let ids = Ids::new(id_seed.unwrap_or_else(Ids::random_seed), kept.last_number);
        Ok(Self {
            ids,
            quotas,
            index: RwLock::new(Index::of(&kept)?),
            store,
        })
    }

    /// What `look` makes of the instances of these ids, or of all where there are none, and of this
    /// name, where there is one: newest first. Ids that nothing has are left out.
    pub(crate) fn find_all<T>(
        &self,
        ids: &[String],
        name: Option<&str>,
        look: impl Fn(&Instance) -> Option<T>,
    ) -> Vec<T> {
        let index = read(&self.index);
        let wanted = |instance: &Instance| name.is_none_or(|name| instance.name == name);
        let look = |cell: &Cell| {
            Some(read(cell))
                .filter(|it| wanted(it))
                .and_then(|it| look(&it))
        };
        if ids.is_empty() {
            return index.cells.values().rev().filter_map(look).collect();
        }
        let numbers: BTreeSet<_> = ids.iter().filter_map(|id| index.ids.get(id)).collect();
        let cells = numbers
            .iter()
            .rev()
            .filter_map(|number| index.cells.get(number));
        cells.filter_map(look).collect()
    }

    /// Looks at an instance.
    pub(crate) fn look<T>(
        &self,
        id: &str,
        asker: &Asker,
        look: impl FnOnce(&Instance) -> Result<T, ServerError>,
    ) -> Result<T, ServerError> {
        let now = asker.time.into();
        let cell = self.find(id, &asker.scope)?;
        let instance = read(&cell);
        match instance.status(now) {
            Some(_) => look(&instance),
            None => Err(error::not_found(ResourceKind::Instance, id)),
        }
    }

    /// Changes an instance. What has changed is on disk when the ticket says so, and the deliveries
    /// are to be made then; where `change` refuses, it must not have changed anything.
    pub(crate) fn change<T>(
        &self,
        id: &str,
        calls: Calls,
        change: impl FnOnce(&mut Instance, &mut Tx<'_>) -> Result<T, ServerError>,
    ) -> Result<(T, Vec<Delivery>, Ticket), ServerError> {
        self.check_store()?;
        let cell = self.find(id, &calls.scope)?;
        let mut tx = self.transaction(&calls);
        if calls.dry_run {
            let mut copy = read(&cell).clone();
            copy.status(calls.now)
                .ok_or_else(|| error::not_found(ResourceKind::Instance, id))?;
            return Ok((change(&mut copy, &mut tx)?, Vec::new(), Ticket::done()));
        }
        let mut instance = write(&cell);
        if instance.status(calls.now).is_none() {
            return Err(error::not_found(ResourceKind::Instance, id));
        }
        let result = change(&mut instance, &mut tx)?;
        // Still under the lock: changes of one row must reach the store in the order in which they
        // were made.
        Ok((result, tx.deliveries, self.keep(tx.changes)))
    }

    /// Makes an instance and returns its id.
    pub(crate) fn create(
        &self,
        request: CreateInstance,
        calls: Calls,
    ) -> Result<(String, Ticket), ServerError> {
        self.check_store()?;
        let mut tx = self.transaction(&calls);
        let mut index = write(&self.index);
        index.sweep(&mut tx);
        let name = &request.instance_name;
        if index.names.contains_key(name) {
            return Err(error::already_exists(ResourceKind::Instance, name));
        }
        let number = self.ids.number();
        let instance = Instance::make(&mut tx, number, None, request)?;
        let id = instance.id.clone();
        if calls.dry_run {
            return Ok((id, Ticket::done()));
        }
        index.insert(number, instance);
        Ok((id, self.keep(tx.changes)))
    }

    /// Begins to delete an instance.
    pub(crate) fn delete(&self, id: &str, calls: Calls) -> Result<Ticket, ServerError> {
        self.check_store()?;
        let mut tx = self.transaction(&calls);
        let mut index = write(&self.index);
        let absent = || error::not_found(ResourceKind::Instance, id);
        let number = *index.ids.get(id).ok_or_else(absent)?;
        let cell = index.cells.get(&number).cloned().ok_or_else(absent)?;
        let mut instance = write(&cell);
        let status = instance.status(calls.now);
        status
            .filter(|_| calls.scope.sees(&instance.scope))
            .ok_or_else(absent)?;
        if calls.dry_run {
            return Ok(Ticket::done());
        }
        if instance.delete(&mut tx) {
            index.leaving.push(number);
        }
        drop(instance);
        index.sweep(&mut tx);
        Ok(self.keep(tx.changes))
    }

    /// Puts other instances in the place of all that there are: in one step, for readers and on
    /// disk.
    pub(crate) fn replace<E: From<ServerError>>(
        &self,
        calls: Calls,
        build: impl FnOnce(&mut Tx<'_>) -> Result<Vec<(u64, Instance)>, E>,
    ) -> Result<Ticket, E> {
        self.check_store()?;
        let mut tx = self.transaction(&calls);
        tx.changes.remove(Path::root());
        let instances = build(&mut tx)?;
        let mut index = write(&self.index);
        index.replace(Index::default());
        for (number, instance) in instances {
            index.insert(number, instance);
        }
        Ok(self.keep(tx.changes))
    }

    /// All rows that there are, and the last number.
    pub(crate) fn snapshot(&self) -> (Vec<Change>, u64) {
        let index = read(&self.index);
        let mut changes = Changes::new(true);
        for (number, cell) in &index.cells {
            let mut instance = write(cell);
            changes.put(path_of(*number), &*instance);
            let tables = instance.tables().into_iter();
            tables.for_each(|table| table.keep_all(&mut changes));
        }
        (changes.into_list(), self.ids.last())
    }

    /// Goes back to a snapshot, in one step.
    pub(crate) fn restore(&self, kept: Kept) -> Result<Ticket, String> {
        self.check_store().map_err(|error| error.to_string())?;
        let restored = Index::of(&kept)?;
        self.ids.skip_to(kept.last_number);
        let mut index = write(&self.index);
        index.replace(restored);
        let puts = kept
            .rows
            .into_iter()
            .map(|(path, row)| Change::Put(path, row));
        let changes = std::iter::once(Change::Remove(Path::root()))
            .chain(puts)
            .collect();
        let keep = |store: &Store| store.keep(changes, self.ids.last());
        Ok(self.store.as_ref().map_or_else(Ticket::done, keep))
    }

    /// Quotas of an instance.
    pub(crate) fn quotas(&self) -> Quotas {
        self.quotas
    }

    /// Records what has become of a delivery. Nobody waits for it to be kept: what is not counts as
    /// failed when the file is opened again.
    pub(crate) fn finish_delivery(&self, log: &LogPlace, failure: Option<String>) {
        let Ok(cell) = self.find(&log.instance_id, &Scope::default()) else {
            return;
        };
        let mut instance = write(&cell);
        if instance.dropped {
            return;
        }
        let mut changes = Changes::new(self.store.is_some());
        // An error says that the log has been deleted.
        if instance.finish_delivery(&mut changes, log, failure).is_ok() {
            drop(self.keep(changes));
        }
    }

    /// All that there is, for comparison.
    #[cfg(test)]
    pub(crate) fn describe(&self) -> String {
        format!("{:#?}", read(&self.index).cells)
    }

    fn find(&self, id: &str, scope: &Scope) -> Result<Cell, ServerError> {
        let index = read(&self.index);
        index
            .ids
            .get(id)
            .and_then(|number| index.cells.get(number).cloned())
            .filter(|cell| scope.sees(&read(cell).scope))
            .ok_or_else(|| error::not_found(ResourceKind::Instance, id))
    }

    fn transaction(&self, calls: &Calls) -> Tx<'_> {
        Tx {
            now: calls.now,
            settle: calls.settle,
            quotas: self.quotas,
            scope: calls.scope.clone(),
            ids: &self.ids,
            changes: Changes::new(self.store.is_some() && !calls.dry_run),
            deliveries: Vec::new(),
        }
    }

    /// Waits until changes are on disk. Where they cannot be, they are undone.
    pub(crate) async fn wait(&self, ticket: Ticket) -> Result<(), ServerError> {
        let written = ticket.wait().await;
        if written.is_err() {
            // Where it does not come back now, the next change tries again.
            let _ = self.check_store();
        }
        Ok(written?)
    }

    /// Returns the reason why nothing can be kept at the moment.
    pub(crate) fn failure(&self) -> Option<String> {
        self.store.as_ref().and_then(Store::failure)
    }

    /// After a failure what is in memory is no longer what is on disk: goes back to the latter.
    fn check_store(&self) -> Result<(), ServerError> {
        let (Some(store), Some(_)) = (&self.store, self.failure()) else {
            return Ok(());
        };
        let mut index = write(&self.index);
        let Some(reason) = store.failure() else {
            // Another request was quicker.
            return Ok(());
        };
        let reopened = store.reopen();
        let failed = reopened
            .as_ref()
            .err()
            .map(|error| format!("{reason}; {error}"));
        if let Ok(kept) = reopened.or_else(|_| store.read()) {
            index.replace(Index::of(&kept).map_err(StoreError)?);
        }
        failed.map_or(Ok(()), |reason| Err(StoreError(reason).into()))
    }

    fn keep(&self, changes: Changes) -> Ticket {
        match (&self.store, changes.into_list()) {
            (Some(store), list) if !list.is_empty() => store.keep(list, self.ids.last()),
            _ => Ticket::done(),
        }
    }
}

impl Index {
    fn of(kept: &Kept) -> Result<Self, String> {
        let mut index = Self::default();
        for (path, row) in &kept.rows {
            index.restore(path, row)?;
        }
        Ok(index)
    }

    /// Takes the place of another, of which requests may still hold instances.
    fn replace(&mut self, other: Self) {
        for cell in std::mem::replace(self, other).cells.into_values() {
            write(&cell).dropped = true;
        }
    }

    fn insert(&mut self, number: u64, instance: Instance) {
        self.ids.insert(instance.id.clone(), number);
        self.names.insert(instance.name.clone(), number);
        if instance.gone.is_some() {
            self.leaving.push(number);
        }
        self.cells.insert(number, Arc::new(RwLock::new(instance)));
    }

    /// Drops the instances that have gone.
    fn sweep(&mut self, tx: &mut Tx<'_>) {
        let leaving = std::mem::take(&mut self.leaving);
        for number in leaving {
            let Some(cell) = self.cells.get(&number).cloned() else {
                continue;
            };
            let mut instance = write(&cell);
            if instance.status(tx.now).is_some() {
                self.leaving.push(number);
                continue;
            }
            instance.dropped = true;
            self.cells.remove(&number);
            self.ids.remove(&instance.id);
            self.names.remove(&instance.name);
            tx.changes.remove(path_of(number));
        }
    }

    /// Puts a kept row back to its place. Rows come after those that they lie in.
    fn restore(&mut self, path: &Path, row: &[u8]) -> Result<(), String> {
        let steps = path.steps().ok_or("a key is no path")?;
        let Some(((Kind::INSTANCE, number), within)) = steps.split_first() else {
            return Err(format!("a row cannot lie where {steps:?} says"));
        };
        if within.is_empty() {
            let mut instance: Instance = read_row(row)?;
            set_paths(&mut instance, path);
            self.insert(*number, instance);
            return Ok(());
        }
        match self.cells.get(number) {
            Some(cell) => restore(write(cell).tables(), within, row),
            None => Err(format!("there is no instance {number} for {within:?}")),
        }
    }
}

/// Returns the path of the instance of this number.
pub(super) fn path_of(number: u64) -> Path {
    Path::root().child(Kind::INSTANCE, number)
}

/// A panic under a lock leaves rows that are each whole: the next request may go on with them.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
