//! Calls of the provider: by which task, and when.

use super::*;
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};

use crate::auth::credentials::{CredentialsChain, CredentialsFuture};

/// A time that is moved by hand.
#[derive(Clone)]
struct Hand(Arc<Mutex<SystemTime>>);

impl Clock for Hand {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }
}

impl Hand {
    fn advance(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }
}

/// Gives credentials of an hour, or fails, when it is let to.
struct Vault {
    time: Hand,
    asked: AtomicU32,
    fails: Mutex<bool>,
    gate: tokio::sync::Semaphore,
}

impl ProvideCredentials for Arc<Vault> {
    fn provide(&self) -> CredentialsFuture<'_> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move {
            self.gate.acquire().await.unwrap().forget();
            if *self.fails.lock().unwrap() {
                return Err(CredentialsError::failed("the vault is shut"));
            }
            let expires = self.time.now() + Duration::from_secs(3600);
            let access_key = format!("ak{number}");
            Ok(Credentials::with_token(access_key, "sk", "tok").expiring_at(expires))
        })
    }
}

struct Sourced {
    time: Hand,
    clock: Arc<dyn Clock>,
    vault: Arc<Vault>,
    cache: CredentialsCache,
}

fn setting(permits: usize) -> Sourced {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let time = Hand(Arc::new(Mutex::new(start)));
    let vault = Arc::new(Vault {
        time: time.clone(),
        asked: AtomicU32::new(0),
        fails: Mutex::new(false),
        gate: tokio::sync::Semaphore::new(permits),
    });
    Sourced {
        clock: Arc::new(time.clone()),
        time,
        cache: CredentialsCache::new(Arc::new(Arc::clone(&vault))),
        vault,
    }
}

impl Sourced {
    /// As a call does it.
    async fn credentials(&self) -> Result<Arc<Credentials>, CredentialsError> {
        match self.cache.fresh(self.time.now()) {
            Some(credentials) => Ok(credentials),
            None => self.cache.get(&self.clock).await,
        }
    }

    fn asked(&self) -> u32 {
        self.vault.asked.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn they_are_kept_until_five_minutes_before_they_expire() {
    let setting = setting(10);
    let first = setting.credentials().await.unwrap();
    setting.time.advance(55 * 60 - 1);
    assert!(Arc::ptr_eq(&first, &setting.credentials().await.unwrap()));
    setting.time.advance(1);
    let second = setting.credentials().await.unwrap();
    assert_eq!(second.access_key(), "ak2");
    assert!(Arc::ptr_eq(&second, &setting.credentials().await.unwrap()));
    assert_eq!(setting.asked(), 2);
}

async fn many_at_once(setting: &Arc<Sourced>) -> Vec<Result<Arc<Credentials>, CredentialsError>> {
    let call = || {
        let setting = Arc::clone(setting);
        tokio::spawn(async move { setting.credentials().await })
    };
    let calls: Vec<_> = std::iter::repeat_with(call).take(1_000).collect();
    tokio::task::yield_now().await;
    setting.vault.gate.add_permits(1_000);
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    results
}

#[tokio::test]
async fn of_many_callers_one_asks() {
    let setting = Arc::new(setting(0));
    for result in many_at_once(&setting).await {
        assert_eq!(result.unwrap().access_key(), "ak1");
    }
    assert_eq!(setting.asked(), 1);
}

#[tokio::test]
async fn a_failure_is_that_of_all_who_wait_and_of_no_later_one() {
    let setting = Arc::new(setting(0));
    *setting.vault.fails.lock().unwrap() = true;
    for result in many_at_once(&setting).await {
        assert_eq!(result.unwrap_err().to_string(), "the vault is shut");
    }
    assert_eq!(setting.asked(), 1);
    *setting.vault.fails.lock().unwrap() = false;
    assert_eq!(setting.credentials().await.unwrap().access_key(), "ak2");
}

#[tokio::test]
async fn who_gives_up_leaves_it_to_the_next() {
    let setting = setting(0);
    let mut context = Context::from_waker(Waker::noop());
    let mut second = pin!(setting.credentials());
    {
        let mut first = pin!(setting.credentials());
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert_eq!(setting.asked(), 1);
    }
    assert!(second.as_mut().poll(&mut context).is_pending());
    setting.vault.gate.add_permits(1);
    let Poll::Ready(credentials) = second.poll(&mut context) else {
        panic!("the provider has returned");
    };
    assert_eq!(credentials.unwrap().access_key(), "ak2");
}

#[tokio::test]
async fn old_ones_are_used_while_somebody_asks_and_when_that_fails() {
    let setting = setting(1);
    let first = setting.credentials().await.unwrap();
    setting.time.advance(56 * 60);
    let mut context = Context::from_waker(Waker::noop());
    {
        let mut asking = pin!(setting.credentials());
        assert!(asking.as_mut().poll(&mut context).is_pending());
        assert!(Arc::ptr_eq(&first, &setting.credentials().await.unwrap()));
        *setting.vault.fails.lock().unwrap() = true;
        setting.vault.gate.add_permits(10);
        assert!(Arc::ptr_eq(&first, &asking.await.unwrap()));
    }
    // Not asked again at once.
    assert!(Arc::ptr_eq(&first, &setting.credentials().await.unwrap()));
    assert_eq!(setting.asked(), 2);
    setting.time.advance(10);
    assert!(Arc::ptr_eq(&first, &setting.credentials().await.unwrap()));
    assert_eq!(setting.asked(), 3);
    // When they have expired there is nothing else to use.
    setting.time.advance(4 * 60);
    assert!(setting.credentials().await.is_err());
    *setting.vault.fails.lock().unwrap() = false;
    assert_eq!(setting.credentials().await.unwrap().access_key(), "ak5");
}

#[tokio::test]
async fn short_lives_are_renewed_at_half_time_and_dead_ones_refused() {
    let setting = setting(0);
    let time = setting.time.clone();
    let life = Arc::new(AtomicU32::new(60));
    let lives = Arc::clone(&life);
    let cache = CredentialsCache::new(Arc::new(move || {
        let life = u64::from(lives.load(Ordering::SeqCst));
        let expires = time.now() + Duration::from_secs(life);
        ready(Ok(Credentials::new("ak", "sk").expiring_at(expires)))
    }));
    let first = cache.get(&setting.clock).await.unwrap();
    setting.time.advance(29);
    assert!(cache.fresh(setting.time.now()).is_some());
    setting.time.advance(1);
    assert!(cache.fresh(setting.time.now()).is_none());
    let second = cache.get(&setting.clock).await.unwrap();
    assert_ne!(first, second);
    setting.time.advance(60);
    life.store(0, Ordering::SeqCst);
    let error = cache.get(&setting.clock).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the provider gave credentials that have expired"
    );
}

#[tokio::test]
async fn a_chain_goes_on_where_there_are_none_and_stops_where_there_is_a_mistake() {
    let none = || ready(Err(CredentialsError::absent("nothing here")));
    let broken = || ready(Err(CredentialsError::failed("broken")));
    let some = || Credentials::new("a", "b");
    let provide = async |chain: CredentialsChain| {
        let result = chain.provide().await;
        result.map(|found| found.access_key().to_owned())
    };
    let chain = CredentialsChain::new().then(none).then(some());
    assert_eq!(provide(chain).await.as_deref(), Ok("a"));
    let chain = CredentialsChain::new().then(none).then(none);
    let error = provide(chain).await.unwrap_err();
    assert!(error.is_absent());
    assert_eq!(error.to_string(), "nothing here, and nothing here");
    let chain = CredentialsChain::new().then(broken).then(some());
    assert_eq!(provide(chain).await.unwrap_err().to_string(), "broken");
}
