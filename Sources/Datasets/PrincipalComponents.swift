import Engine

/// The directions in which samples vary most, each at a right angle to those before it.
///
/// Of the covariance matrix the leading eigenvectors, by orthogonal iteration on a few more of them
/// than are wanted (Golub and Van Loan, Matrix Computations, 7.3).
package struct PrincipalComponents: Equatable, Sendable {
  /// [features]
  package let means: [Double]
  /// [components, features], each of length 1; its largest entry is positive.
  package let directions: Matrix
  /// The part of the whole variance that lies along each.
  package let shares: [Double]

  private static let rounds = 300

  /// - Parameters:
  ///   - inputs: [samples, features], finite.
  ///   - count: at most the number of features.
  ///   - poll: is asked now and then; false ends the work, and the result is nil.
  /// - Throws: where the covariance needs more memory than there is.
  package init?(of inputs: Matrix, count: Int, poll: () -> Bool = { true }) throws(EngineError) {
    let features = inputs.columns
    try Memory.check(bytes: 8 * Double(features) * (Double(features) + Double(inputs.rows)))
    let means = (0..<features).map { column in
      inputs.column(column).reduce(0) { $0 + $1 / Double(inputs.rows) }
    }
    guard let covariance = PrincipalComponents.covariance(inputs, means, poll) else { return nil }
    let total = (0..<features).reduce(0) { $0 + covariance[$1, $1] }
    var basis = PrincipalComponents.start(min(features, count + 8), features)
    for _ in 0..<PrincipalComponents.rounds {
      for index in basis.indices {
        guard poll() else { return nil }
        basis[index] = covariance.times(basis[index])
      }
      basis = PrincipalComponents.orthonormal(basis)
    }
    let found = PrincipalComponents.ranked(basis, covariance)
    self.means = means
    directions = Matrix(
      rows: count, columns: features,
      elements: found.prefix(count).flatMap { PrincipalComponents.signed($0.vector) })
    shares = found.prefix(count).map { total > 0 ? max(0, $0.variance) / total : 0 }
  }

  /// [samples, features] → [samples, components].
  package func projected(_ inputs: Matrix) -> Matrix {
    var result = Matrix(rows: inputs.rows, columns: directions.rows)
    for row in 0..<inputs.rows {
      let centred = zip(inputs.row(row), means).map { $0 - $1 }
      for component in 0..<directions.rows {
        result[row, component] = dot(centred, directions.row(component))
      }
    }
    return result
  }

  /// Nil where `poll` ended it.
  private static func covariance(
    _ inputs: Matrix, _ means: [Double], _ poll: () -> Bool
  ) -> Matrix? {
    let features = inputs.columns
    var sums = [Double](repeating: 0, count: features * features)
    for row in 0..<inputs.rows {
      guard poll() else { return nil }
      let centred = (0..<features).map { inputs[row, $0] - means[$0] }
      for i in 0..<features where centred[i] != 0 {
        for j in i..<features { sums[i * features + j] += centred[i] * centred[j] }
      }
    }
    // In place: of many features this is the largest array by far.
    let divisor = Double(max(1, inputs.rows))
    for i in 0..<features {
      for j in i..<features {
        sums[i * features + j] /= divisor
        sums[j * features + i] = sums[i * features + j]
      }
    }
    return Matrix(rows: features, columns: features, elements: sums)
  }

  /// Any vectors that are no eigenvectors of something likely: always the same.
  private static func start(_ count: Int, _ features: Int) -> [[Double]] {
    var stream = RandomStream(seed: 0, purpose: .check)
    return orthonormal(
      (0..<count).map { _ in (0..<features).map { _ in stream.normal() } })
  }

  /// Gram and Schmidt, each vector twice; one that vanishes stays 0.
  private static func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
    var result: [[Double]] = []
    for vector in vectors {
      var vector = vector
      for other in result + result {
        let share = dot(vector, other)
        for index in vector.indices { vector[index] -= share * other[index] }
      }
      let length = dot(vector, vector).squareRoot()
      result.append(length > 1e-300 ? vector.map { $0 / length } : vector.map { _ in 0 })
    }
    return result
  }

  /// The basis by the variance along it, largest first.
  private static func ranked(_ basis: [[Double]], _ covariance: Matrix)
    -> [(vector: [Double], variance: Double)]
  {
    basis.map { ($0, dot($0, covariance.times($0))) }.sorted { $0.1 > $1.1 }
  }

  /// The direction whose largest entry is positive, so that the sign is decided.
  private static func signed(_ vector: [Double]) -> [Double] {
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : vector
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

extension Matrix {
  fileprivate func times(_ vector: [Double]) -> [Double] {
    (0..<rows).map { row in
      (0..<columns).reduce(0) { $0 + self[row, $1] * vector[$1] }
    }
  }
}
