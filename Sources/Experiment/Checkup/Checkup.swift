import Engine
import Language
import Reports

/// A session looked over before training.
package struct Checkup {
  let session: Session
  let model: Model
  /// The scaled inputs and the targets of the training rows, one row a sample.
  let inputs: Matrix
  let targets: Matrix
  let inputNames: [String]
  /// How many training rows there are; those above are some of them where they lie in a file that is
  /// larger than the memory.
  let count: Int
  /// How rows would be taken: their number in a batch, and whether in a new order each epoch.
  let batch: Int?
  let shuffles: Bool

  /// - Throws: where there is nothing to train yet.
  package init(_ session: Session, batch: Int?, shuffles: Bool) throws(Diagnostic) {
    self.session = session
    self.batch = batch
    self.shuffles = shuffles
    model = try session.modelToTrain()
    let samples = try session.samples(.train, for: model)
    count = samples.count
    // Scaled, and on the way there: where all have no room some stand for them, as those of a file.
    let bytes = 24 * Double(samples.count) * Double(samples.inputs.columns)
    let haveRoom = (try? Memory.check(bytes: bytes)) != nil
    let rows = haveRoom ? samples.examinedRows : samples.allRows.evenly(10_000)
    let raw = select(rows, of: samples.inputs)
    inputs = samples.scaling?.applied(to: raw) ?? raw
    targets = select(rows, of: samples.targets ?? Matrix(rows: samples.inputs.rows, columns: 0))
    inputNames = try session.loadedData().dataset.inputNames
  }

  /// Everything that is found, in the order of the codes.
  package static func findings(_ session: Session, batch: Int?, shuffles: Bool) -> [Finding] {
    let checkup: Checkup
    do throws(Diagnostic) {
      checkup = try Checkup(session, batch: batch, shuffles: shuffles)
    } catch {
      return [
        FindingCode.incomplete.finding(
          "network and data", error.message + (error.suggestion.map { "; \($0)" } ?? ""),
          mend: session.completion)
      ]
    }
    return FindingCode.allCases.flatMap { code in
      // What cannot be looked at (a loss that cannot be computed, say) has a finding of its own.
      (try? code.findings(in: checkup)) ?? []
    }
  }

  var layers: [Layer] { session.network.layers }

  /// The statements that give the last layer another activation.
  func lastLayer(_ activation: Activation) -> String? {
    guard case .dense(let dense) = layers.last?.kind else { return nil }
    return "layer remove \(layers.count); \(Session.dense(dense.units, activation))"
  }

  /// Classes and how many rows each has; nil where the targets are numbers.
  var classes: [(name: String, count: Int)]? {
    guard let data = session.data, let names = data.classNames else {
      return targets.columns == 1 && targets.elements.allSatisfy { $0 == 0 || $0 == 1 }
        ? [("0", targets.elements.count { $0 == 0 }), ("1", targets.elements.count { $0 == 1 })]
        : nil
    }
    return Array(zip(names, data.dataset.target.counts(data.rows.train) ?? []))
  }
}
