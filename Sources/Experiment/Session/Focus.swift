import Catalog
import Engine
import Language

/// The layer and the sample that `show` is narrowed to.
package struct Focus {
  let layer: Int?
  package let sample: Int?
  package let layerSpan: SourceSpan
  let sampleSpan: SourceSpan

  package init(layer: Int?, sample: Int?, layerSpan: SourceSpan, sampleSpan: SourceSpan) {
    self.layer = layer
    self.sample = sample
    self.layerSpan = layerSpan
    self.sampleSpan = sampleSpan
  }

  package func checkLayer(_ session: Session) throws(Diagnostic) {
    let count = session.network.layers.count
    guard let layer, layer > count else { return }
    throw Diagnostic(
      .argument, "there is no layer \(layer): the network has \(counted(count, "layer"))",
      at: layerSpan)
  }

  package func includes(_ layer: Int) -> Bool { self.layer == nil || self.layer == layer }

  /// The column of a sample, or the whole matrix.
  package func narrow(_ matrix: Matrix) throws(Diagnostic) -> Matrix {
    guard let sample else { return matrix }
    guard sample <= matrix.columns else {
      throw Diagnostic(
        .argument, "sample \(sample) is out of range: the last pass had \(matrix.columns)",
        at: sampleSpan)
    }
    return Matrix(rows: matrix.rows, columns: 1, elements: matrix.column(sample - 1))
  }
}
