import Glibc

/// A model without hidden layers, fitted to the end: what a network has to be better than.
///
/// Inputs are brought to mean 0 and standard deviation 1 first, which decides what the penalty of
/// `classifier` means; a constant input counts for nothing.
package struct LinearModel: Equatable, Sendable {
  /// `[outputs × inputs]`, of scaled inputs.
  private let weights: [Double]
  /// `[outputs]`
  private let bias: [Double]
  private let scaling: Scaling
  private let isClassifier: Bool

  /// Numbers of inputs times outputs times samples up to which a fit takes a second or so.
  package static let workLimit = 100_000_000

  /// [samples × inputs] → [samples × outputs], of a classifier the probability of each class.
  package func outputs(for inputs: Matrix) -> Matrix {
    let scaled = scaling.applied(to: inputs)
    var elements = LinearModel.affine(scaled, weights, bias)
    let model = Matrix(rows: inputs.rows, columns: bias.count, elements: elements)
    guard isClassifier else { return model }
    if bias.count == 1 {
      elements = elements.flatMap { z in [Activation.logistic(-z), Activation.logistic(z)] }
      return Matrix(rows: inputs.rows, columns: 2, elements: elements)
    }
    for row in 0..<inputs.rows { _ = LinearModel.softmax(&elements, row, bias.count) }
    return Matrix(rows: inputs.rows, columns: bias.count, elements: elements)
  }

  /// The inputs of training, scaled, and how.
  private static func standardized(_ inputs: Matrix) -> (Matrix, Scaling) {
    var scaling = Scaling(shift: [], factor: [])
    let count = Double(inputs.rows)
    for column in 0..<inputs.columns {
      let values = inputs.column(column)
      let mean = values.reduce(0) { $0 + $1 / count }
      let deviation = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }.squareRoot()
      let isConstant = !(deviation > abs(mean) * 1e-14) || !deviation.isFinite
      scaling.shift.append(mean)
      scaling.factor.append(isConstant ? 0 : 1 / deviation)
    }
    return (scaling.applied(to: inputs), scaling)
  }

  /// X Wᵀ + b, `[samples × outputs]`.
  private static func affine(_ x: Matrix, _ weights: [Double], _ bias: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: x.rows * bias.count)
    Product.outputs(samples: x.rows, units: bias.count, inputs: x.columns)
      .multiply(x.elements, weights, into: &result)
    for index in result.indices { result[index] += bias[index % bias.count] }
    return result
  }
}

// MARK: - Least squares

extension LinearModel {
  /// The weights and biases with the least Σ (y − ŷ)², targets `[samples × outputs]`, by the normal
  /// equations, refined twice (Golub and Van Loan, §3.5). An input that the ones before it
  /// determine gets the weight 0.
  package static func regression(inputs: Matrix, targets: Matrix) -> LinearModel {
    let (x, scaling) = standardized(inputs)
    let (n, p, outputs) = (x.rows, x.columns, targets.columns)
    var gram = [Double](repeating: 0, count: p * p)
    Product.weightGradient(samples: n, units: p, inputs: p)
      .multiply(scale: 1 / Double(n), x.elements, x.elements, into: &gram)
    let factor = Cholesky(gram, size: p)
    let bias = (0..<outputs).map { targets.column($0).reduce(0) { $0 + $1 / Double(n) } }
    var weights = [Double](repeating: 0, count: outputs * p)
    for _ in 0..<3 {
      let residuals = zip(targets.elements, affine(x, weights, bias)).map { $0 - $1 }
      var moments = [Double](repeating: 0, count: outputs * p)
      Product.weightGradient(samples: n, units: outputs, inputs: p)
        .multiply(scale: 1 / Double(n), residuals, x.elements, into: &moments)
      for output in 0..<outputs {
        let change = factor.solve(Array(moments[output * p..<(output + 1) * p]))
        for j in 0..<p { weights[output * p + j] += change[j] }
      }
    }
    return LinearModel(weights: weights, bias: bias, scaling: scaling, isClassifier: false)
  }
}

/// A = L Lᵀ of a symmetric matrix without negative eigenvalues; a row and column that those before
/// it determine are left out.
private struct Cholesky {
  private var lower: [Double]
  private let size: Int
  private var isKept: [Bool]

  init(_ matrix: [Double], size: Int) {
    lower = matrix
    self.size = size
    isKept = [Bool](repeating: true, count: size)
    lower.withUnsafeMutableBufferPointer { l in
      for j in 0..<size {
        let whole = l[j * size + j]
        for k in 0..<j { l[j * size + j] -= l[j * size + k] * l[j * size + k] }
        isKept[j] = l[j * size + j] > 1e-10 * whole
        l[j * size + j] = isKept[j] ? l[j * size + j].squareRoot() : 1
        for i in j + 1..<max(size, j + 1) {
          var sum = l[i * size + j]
          for k in 0..<j { sum -= l[i * size + k] * l[j * size + k] }
          l[i * size + j] = isKept[j] ? sum / l[j * size + j] : 0
        }
      }
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for i in 0..<size {
      for k in 0..<i { x[i] -= lower[i * size + k] * x[k] }
      x[i] = isKept[i] ? x[i] / lower[i * size + i] : 0
    }
    for i in (0..<size).reversed() {
      for k in i + 1..<max(size, i + 1) { x[i] -= lower[k * size + i] * x[k] }
      x[i] = isKept[i] ? x[i] / lower[i * size + i] : 0
    }
    return x
  }
}

// MARK: - Logistic regression

extension LinearModel {
  /// Logistic regression, of more than two classes softmax regression: the weights with the least
  /// Σ −log(probability of the class) + ½ ‖W‖² (scikit-learn's with C = 1). Labels count from 0.
  package static func classifier(inputs: Matrix, labels: [Int], classes: Int) -> LinearModel {
    let (x, scaling) = standardized(inputs)
    let outputs = classes == 2 ? 1 : classes
    let fit = LogisticFit(x: x, labels: labels, outputs: outputs)
    let minimizer = Minimizer(tolerance: 1e-9 * Double(x.rows))
    let found = minimizer.minimum(
      from: [Double](repeating: 0, count: outputs * (x.columns + 1)), fit.value)
    let weights = Array(found[..<(outputs * x.columns)])
    return LinearModel(
      weights: weights, bias: Array(found[(outputs * x.columns)...]), scaling: scaling,
      isClassifier: true)
  }

  /// Replaces a row of z by its softmax; returns log Σ e^z.
  fileprivate static func softmax(_ z: inout [Double], _ row: Int, _ outputs: Int) -> Double {
    let range = row * outputs..<(row + 1) * outputs
    var highest = z[range.lowerBound]
    for i in range { highest = max(highest, z[i]) }
    var sum = 0.0
    for i in range {
      z[i] = exp(z[i] - highest)
      sum += z[i]
    }
    for i in range { z[i] /= sum }
    return highest + log(sum)
  }
}

/// What logistic regression makes small, and its slopes; a point is all weights, then all biases.
private struct LogisticFit {
  let x: Matrix
  let labels: [Int]
  let outputs: Int

  func value(_ point: [Double], _ gradient: inout [Double]) -> Double {
    let count = outputs * x.columns
    let weights = Array(point[..<count])
    var z = [Double](repeating: 0, count: x.rows * outputs)
    Product.outputs(samples: x.rows, units: outputs, inputs: x.columns)
      .multiply(x.elements, weights, into: &z)
    var sum = 0.0
    for row in 0..<x.rows {
      for j in 0..<outputs { z[row * outputs + j] += point[count + j] }
      sum += loss(&z, row)
    }
    var slopes = [Double](repeating: 0, count: count)
    Product.weightGradient(samples: x.rows, units: outputs, inputs: x.columns)
      .multiply(z, x.elements, into: &slopes)
    for i in 0..<count {
      gradient[i] = slopes[i] + weights[i]
      sum += 0.5 * weights[i] * weights[i]
    }
    for j in 0..<outputs { gradient[count + j] = 0 }
    for i in z.indices { gradient[count + i % outputs] += z[i] }
    return sum
  }

  /// The loss of a row; its z become the slopes of the loss.
  private func loss(_ z: inout [Double], _ row: Int) -> Double {
    if outputs == 1 {
      let (logit, label) = (z[row], Double(labels[row]))
      z[row] = Activation.logistic(logit) - label
      return Activation.softplus(logit) - label * logit
    }
    let place = row * outputs + labels[row]
    let logit = z[place]
    let total = LinearModel.softmax(&z, row, outputs)
    z[place] -= 1
    return total - logit
  }
}
