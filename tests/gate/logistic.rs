//! Logistic regression by Newton's method.

/// An example: its inputs, whether it is of the class, and how much it counts.
pub struct Example {
    pub inputs: Vec<f64>,
    pub is_member: bool,
    pub weight: f64,
}

/// Weights of inputs with a constant 1 behind them that make the examples likeliest; `ridge` holds
/// all but the constant's near zero.
pub fn fit(examples: &[Example], ridge: f64) -> Vec<f64> {
    let count = examples[0].inputs.len() + 1;
    let mut weights = vec![0.0; count];
    for _ in 0..30 {
        let mut hessian = vec![vec![0.0; count + 1]; count];
        for example in examples {
            let with_constant = || example.inputs.iter().copied().chain([1.0]);
            let p = 1.0 / (1.0 + (-logit(&weights, &example.inputs)).exp());
            let error = example.weight * (f64::from(example.is_member) - p);
            let bend = example.weight * p * (1.0 - p);
            for (row, a) in hessian.iter_mut().zip(with_constant()) {
                row.iter_mut().zip(with_constant()).for_each(|(cell, b)| *cell += bend * a * b);
                row[count] += error * a;
            }
        }
        for k in 0..count - 1 {
            hessian[k][k] += ridge;
            hessian[k][count] -= ridge * weights[k];
        }
        hessian[count - 1][count - 1] += 1e-9;
        let step = solve(hessian);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step);
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    weights
}

/// The weighted sum of inputs, and the constant.
pub fn logit(weights: &[f64], inputs: &[f64]) -> f64 {
    let sum: f64 = weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum();
    sum + weights[inputs.len()]
}

/// Solves linear equations, each a row with its right side last, by Gauss with pivots.
fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let count = rows.len();
    for k in 0..count {
        let pivot = (k..count).max_by(|a, b| rows[*a][k].abs().total_cmp(&rows[*b][k].abs()));
        rows.swap(k, pivot.unwrap());
        let top = rows[k].clone();
        for row in rows.iter_mut().skip(k + 1) {
            let share = row[k] / top[k];
            row.iter_mut().zip(&top).skip(k).for_each(|(cell, above)| *cell -= share * above);
        }
    }
    let mut solution = vec![0.0; count];
    for k in (0..count).rev() {
        let known: f64 = (k + 1..count).map(|j| rows[k][j] * solution[j]).sum();
        solution[k] = (rows[k][count] - known) / rows[k][k];
    }
    solution
}
