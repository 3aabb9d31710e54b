//! The end of something that goes on.

/// Remembers the last of many values, in one piece.
pub(crate) struct Tail<T> {
    values: Vec<T>,
    most: usize,
}

impl<T> Tail<T> {
    /// Remembers so many.
    pub fn new(most: usize) -> Self {
        Self { values: Vec::new(), most }
    }

    /// Takes the next values.
    pub fn extend(&mut self, values: impl IntoIterator<Item = T>) {
        self.values.extend(values);
        // Now and then, not each time: to move them all costs as much as to take as many.
        if self.values.len() > 2 * self.most {
            self.values.drain(..self.values.len() - self.most);
        }
    }

    /// How many it remembers.
    pub fn most(&self) -> usize {
        self.most
    }

    /// The last, the newest at the end.
    pub fn last(&self) -> &[T] {
        &self.values[self.values.len().saturating_sub(self.most)..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_stay_in_order() {
        let mut tail = Tail::new(3);
        assert!(tail.last().is_empty());
        tail.extend([1, 2]);
        assert_eq!(tail.last(), [1, 2]);
        for value in 3..20 {
            tail.extend([value]);
            assert_eq!(tail.last(), [value - 2, value - 1, value]);
            assert!(tail.values.len() <= 6);
        }
    }
}
