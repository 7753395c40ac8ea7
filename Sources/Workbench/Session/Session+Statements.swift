import Engine
import Reports

// The settings of a session as the statements that make them.

extension Layer {
  /// The statement that adds it.
  var statement: String { "layer \(title)" }

  /// As it is written behind `layer`: "dense 4 relu".
  var title: String {
    switch kind {
    case .dense(let dense):
      "dense \(dense.units)" + Layer.words(dense.activation, dense.alpha)
        + (dense.initialization.map { " init=" + $0.words } ?? "")
        + (dense.hasBias ? "" : " bias=off") + Layer.key("l1", dense.l1) + Layer.key("l2", dense.l2)
    case .dropout(let rate): "dropout \(written(rate))"
    case .batchnorm(let norm): "batchnorm" + Layer.words(norm.activation, norm.alpha)
    }
  }

  private static func words(_ activation: Activation, _ alpha: Double) -> String {
    guard activation != .linear else { return "" }
    let isUsual = activation.options.isEmpty || alpha == activation.defaultAlpha
    return " \(activation.rawValue)" + (isUsual ? "" : key("alpha", alpha))
  }

  private static func key(_ name: String, _ value: Double?) -> String {
    value.map { " \(name)=\(written($0))" } ?? ""
  }
}

extension Initialization {
  /// "uniform range=0.5".
  var words: String {
    guard let option = kind.options.first, scale != kind.defaultScale else { return kind.rawValue }
    return "\(kind.rawValue) \(option.name)=\(written(scale))"
  }
}

extension LossFunction {
  /// As it is written behind `loss`: "huber delta=0.5 reduction=mean".
  var title: String {
    loss.rawValue + (loss.options.isEmpty || delta == 1 ? "" : " delta=\(written(delta))")
      + (reduction == .batchmean ? "" : " reduction=\(reduction.rawValue)")
  }
}

extension OptimizerSettings {
  /// As it is written behind `optimizer`, with the keys that are not as they were at first.
  var title: String {
    let usual = OptimizerSettings(kind)
    let keys = kind.options.compactMap { option -> String? in
      guard let value = value(of: option.name), value != usual.value(of: option.name) else {
        return nil
      }
      return " \(option.name)="
        + (option.kind == .boolean ? (value == 0 ? "off" : "on") : written(value))
    }
    return kind.rawValue + keys.joined()
  }
}

extension Session {
  /// The statements that describe the network and how it learns.
  var modelStatements: [String] {
    var lines = ["precision \(precision.rawValue)", "scale \(scaling.rawValue)"]
    lines += network.layers.map(\.statement)
    if regularizer != Regularizer() {
      lines.append("regularize l1=\(written(regularizer.l1)) l2=\(written(regularizer.l2))")
    }
    if let loss { lines.append("loss \(loss.title)") }
    lines.append("optimizer \(optimizer.title)")
    if !frozen.isEmpty {
      lines.append("freeze \(frozen.map(\.name).sorted().joined(separator: " "))")
    }
    return lines
  }
}

/// A number that reads back as the same one.
private func written(_ number: Double) -> String {
  for digits in [6, 15] {
    let short = format(number, digits: digits)
    if Double(short) == number { return short }
  }
  return format(number, digits: 17)
}
