//! Paging: `Marker` is an offset, `MaxResults` the size of a page.

use super::error;
use kcrs_generated::schema::{Reflect, Shape};
use kcrs_generated::server::ServerError;

/// Page of a list that is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    offset: usize,
    size: usize,
}

/// A part of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paged<T> {
    pub(crate) items: Vec<T>,
    /// Total number of items.
    pub(crate) total: i64,
    /// The offset of the next page, 0 where this is the last one.
    pub(crate) marker: i64,
    /// The size of a page.
    pub(crate) max_results: i64,
}

impl Page {
    /// The page that a request of type `R` asks for. What it leaves out is as the document has it
    /// for that action.
    pub(crate) fn of<R: Reflect>(
        marker: Option<i64>,
        max_results: Option<i64>,
    ) -> Result<Self, ServerError> {
        let offset = marker.map_or(Ok(0), usize::try_from);
        let size = match max_results {
            Some(size) => usize::try_from(size),
            None => Ok(default_size::<R>()),
        };
        Ok(Self {
            offset: offset.map_err(|_| error::invalid("Marker"))?,
            size: size
                .ok()
                .filter(|size| *size > 0)
                .ok_or(error::invalid("MaxResults"))?,
        })
    }

    /// The page of a whole list.
    pub(crate) fn of_all<I: ExactSizeIterator>(self, all: I) -> Paged<I::Item> {
        self.select(all.len(), all)
    }

    /// The page of what a filter leaves of a list.
    pub(crate) fn of_matching<I: Iterator + Clone>(self, matching: I) -> Paged<I::Item> {
        self.select(matching.clone().count(), matching)
    }

    /// The page of a list that is empty.
    pub(crate) fn of_none<T>(self) -> Paged<T> {
        self.select(0, std::iter::empty())
    }

    fn select<T>(self, total: usize, all: impl Iterator<Item = T>) -> Paged<T> {
        let items: Vec<T> = all.skip(self.offset).take(self.size).collect();
        let next = self.offset.saturating_add(items.len());
        let more = !items.is_empty() && next < total;
        Paged {
            items,
            total: count(total),
            marker: if more { count(next) } else { 0 },
            max_results: count(self.size),
        }
    }
}

impl<T> Paged<T> {
    pub(crate) fn map<U>(self, map: impl FnMut(T) -> U) -> Paged<U> {
        Paged {
            items: self.items.into_iter().map(map).collect(),
            total: self.total,
            marker: self.marker,
            max_results: self.max_results,
        }
    }
}

/// A count as the wire has it.
pub(crate) fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn default_size<R: Reflect>() -> usize {
    let Shape::Structure(shape) = R::SHAPE else {
        return 0;
    };
    shape
        .member("MaxResults")
        .and_then(|member| member.default?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use kcrs_generated::actions::{DescribeInstance, DescribeWebhookTrigger};

    use super::*;

    #[test]
    fn the_document_has_the_default_sizes() {
        let size = |page: Result<Page, ServerError>| page.unwrap().size;
        assert_eq!(size(Page::of::<DescribeInstance>(None, None)), 20);
        assert_eq!(size(Page::of::<DescribeWebhookTrigger>(None, None)), 10);
    }

    #[test]
    fn markers_are_offsets() {
        let page = |marker, size| {
            let page = Page::of::<DescribeInstance>(Some(marker), Some(size)).unwrap();
            let paged = page.of_all(0..5);
            assert_eq!(
                paged,
                page.of_matching((0..10).filter(|number| *number < 5))
            );
            assert_eq!((paged.total, paged.max_results), (5, size));
            (paged.items, paged.marker)
        };
        assert_eq!(page(0, 2), (vec![0, 1], 2));
        assert_eq!(page(2, 2), (vec![2, 3], 4));
        assert_eq!(page(4, 2), (vec![4], 0));
        assert_eq!(page(3, 2), (vec![3, 4], 0));
        assert_eq!(page(5, 2), (vec![], 0));
        assert_eq!(page(i64::MAX, 99), (vec![], 0));
        assert_eq!(page(0, 5), (vec![0, 1, 2, 3, 4], 0));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let page = |marker, size| Page::of::<DescribeInstance>(marker, size);
        let refused = page(Some(-1), None).unwrap_err().to_string();
        assert!(refused.contains("Marker"), "{refused}");
        for size in [0, -1, i64::MIN] {
            let refused = page(None, Some(size)).unwrap_err().to_string();
            assert!(refused.contains("MaxResults"), "{refused}");
        }
    }
}
