//! Which parts of a sound made the answer, as the engine finds them out column by column: the
//! rules, free of any browser.

use crate::engine::protocol::OcclusionMap;

/// The map so far.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyMap {
    /// Its shape.
    pub map: OcclusionMap,
    /// How far the answer falls without each cell, column after column; none that is not known yet.
    falls: Vec<Option<Vec<f32>>>,
}

/// A part of time and frequency, and what hiding it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Where it begins, in seconds.
    pub from_s: f64,
    /// Where it ends.
    pub to_s: f64,
    /// Its lowest frequency, in Hz.
    pub low_hz: f32,
    /// Its highest frequency, in Hz.
    pub high_hz: f32,
    /// How far the probability of the answer falls without it, −1 to 1; below 0 it rises.
    pub fall: f32,
}

impl WhyMap {
    /// A map of which nothing is known yet.
    pub fn new(map: OcclusionMap) -> Self {
        let columns = map.edges_s.len().saturating_sub(1);
        Self { map, falls: vec![None; columns] }
    }

    /// Takes a column.
    pub fn learn(&mut self, column: usize, falls: Vec<f32>) {
        if let Some(known) = self.falls.get_mut(column) {
            *known = Some(falls);
        }
    }

    /// The share that is known, 0 to 1.
    pub fn share(&self) -> f64 {
        let known = self.falls.iter().filter(|falls| falls.is_some()).count();
        known as f64 / self.falls.len().max(1) as f64
    }

    /// Every cell that is known.
    pub fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        let (edges_s, edges_hz) = (&self.map.edges_s, &self.map.edges_hz);
        let columns = edges_s.windows(2).zip(&self.falls);
        columns.flat_map(move |(times, falls)| {
            let falls = falls.as_deref().unwrap_or_default();
            edges_hz.windows(2).zip(falls).map(|(band, &fall)| Cell {
                from_s: times[0],
                to_s: times[1],
                low_hz: band[0],
                high_hz: band[1],
                fall,
            })
        })
    }

    /// The largest change that any cell makes, at least a hundredth: what colours are measured by.
    pub fn strongest(&self) -> f32 {
        self.cells().map(|cell| cell.fall.abs()).fold(0.01, f32::max)
    }

    /// The cells that change the answer most, the strongest first.
    pub fn leading(&self, count: usize) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.cells().collect();
        cells.sort_by(|a, b| b.fall.abs().total_cmp(&a.fall.abs()));
        cells.truncate(count);
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;

    fn map() -> WhyMap {
        WhyMap::new(OcclusionMap {
            label: Emotion::Angry.into(),
            probability: 0.7,
            edges_s: vec![0.0, 0.5, 1.0],
            edges_hz: vec![0.0, 1_000.0, 8_000.0],
        })
    }

    #[test]
    fn the_map_grows_column_by_column() {
        let mut map = map();
        assert_eq!((map.share(), map.cells().count()), (0.0, 0));
        map.learn(1, vec![0.3, -0.1]);
        assert_eq!(map.share(), 0.5);
        let cells: Vec<Cell> = map.cells().collect();
        assert_eq!((cells[1].from_s, cells[1].to_s), (0.5, 1.0));
        assert_eq!((cells[1].low_hz, cells[1].high_hz, cells[1].fall), (1_000.0, 8_000.0, -0.1));
        map.learn(9, vec![1.0]);
        assert_eq!(map.cells().count(), 2, "a column that does not exist is none");
    }

    #[test]
    fn the_strongest_change_leads_whichever_way_it_goes() {
        let mut map = map();
        map.learn(0, vec![0.05, -0.4]);
        map.learn(1, vec![0.2, 0.0]);
        let falls: Vec<f32> = map.leading(3).iter().map(|cell| cell.fall).collect();
        assert_eq!(falls, [-0.4, 0.2, 0.05]);
        assert_eq!(map.strongest(), 0.4);
        assert_eq!(self::map().strongest(), 0.01, "nothing known, nothing divided by");
    }
}
