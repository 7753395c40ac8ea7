import Catalog
import Engine
import Reports

// The settings of a session as the statements that make them.

extension Layer {
  /// The statement that adds it.
  var statement: String { "layer \(title)" }

  /// As it is written behind `layer`: "dense 4 relu".
  package var title: String {
    switch kind {
    case .dense(let dense):
      "dense \(dense.units)" + Layer.words(dense.activation, dense.alpha)
        + (dense.initialization.map { " init=" + $0.words } ?? "")
        + (dense.hasBias ? "" : " bias=off") + Layer.key("l1", dense.l1) + Layer.key("l2", dense.l2)
    case .dropout(let rate): "dropout \(written(rate))"
    case .batchnorm(let norm): "batchnorm" + Layer.words(norm.activation, norm.alpha)
    }
  }

  /// The title without its keys: "dense 4 relu".
  package var shortTitle: String {
    title.split(separator: " ").prefix { !$0.contains("=") }.joined(separator: " ")
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
  package var words: String {
    guard let option = kind.options.first, scale != kind.defaultScale else { return kind.rawValue }
    return "\(kind.rawValue) \(option.name)=\(written(scale))"
  }
}

extension LossFunction {
  /// As it is written behind `loss`: "huber delta=0.5 reduction=mean".
  package var title: String {
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

extension OptimizerSettings {
  /// As it is in force: the title, always with its rate.
  package var summary: String {
    title.contains(" lr=")
      ? title
      : "\(kind.rawValue) lr=\(written(lr))"
        + title.dropFirst(kind.rawValue.count)
  }
}

extension Schedule {
  /// As it is written behind `schedule`, with all of its keys, warmup= only where there is one.
  package var title: String {
    let keys = kind.options.compactMap { option -> String? in
      guard let value = value(of: option.name), value != 0 || option.name != "warmup" else {
        return nil
      }
      return " \(option.name)=\(written(value))"
    }
    return kind.rawValue + keys.joined()
  }
}

extension Clipping {
  /// As it is written behind `clip`.
  package var title: String {
    switch self {
    case .none: "off"
    case .norm(let limit): "norm=\(written(limit))"
    case .value(let limit): "value=\(written(limit))"
    }
  }
}

extension Regularizer {
  /// As it is written behind `regularize`; "off" without any.
  package var title: String {
    let keys = [("l1", l1), ("l2", l2)].filter { $0.1 != 0 }
    return keys.isEmpty ? "off" : keys.map { "\($0.0)=\(written($0.1))" }.joined(separator: " ")
  }
}

extension SplitSetting {
  /// As it is written behind `split`.
  package var title: String {
    written(test) + (validation == 0 ? "" : " val=\(written(validation))")
      + (isStratified ? " stratify=on" : "") + (seed.map { " seed=\($0)" } ?? "")
  }
}

extension Session {
  /// The names of the parameters that never change, in the order of the layers.
  package var frozenNames: String {
    let names = frozen.sorted { ($0.layer, $0.role.symbol) < ($1.layer, $1.role.symbol) }
      .map(\.name)
    return names.isEmpty ? "none" : names.joined(separator: " ")
  }

  /// The statements that describe the network and how it learns.
  var modelStatements: [String] {
    var lines = ["precision \(precision.rawValue)", "scale \(scaling.title)"]
    lines += network.layers.map(\.statement)
    if regularizer != Regularizer() {
      lines.append("regularize l1=\(written(regularizer.l1)) l2=\(written(regularizer.l2))")
    }
    if let loss { lines.append("loss \(loss.title)") }
    lines.append("optimizer \(optimizer.title)")
    if schedule.kind != .off || schedule.warmup > 0 { lines.append("schedule \(schedule.title)") }
    if clipping != .none { lines.append("clip \(clipping.title)") }
    if !frozen.isEmpty {
      lines.append("freeze \(frozen.map(\.name).sorted().joined(separator: " "))")
    }
    return lines
  }
}

extension Value {
  /// The value as an expression of the language that yields the same one; nil where there is none.
  package var sourceText: String? {
    switch self {
    case .number(let number):
      guard number.isFinite else { return nil }
      return number.sign == .minus ? "(\(written(number)))" : written(number)
    case .text(let text): return quoted(text)
    case .boolean(let boolean): return boolean ? "true" : "false"
    case .list(let items):
      let texts = items.compactMap(\.sourceText)
      return texts.count == items.count ? "[\(texts.joined(separator: ", "))]" : nil
    case .matrix(let matrix):
      return Value.list((0..<matrix.rows).map { .numbers(matrix.row($0)) }).sourceText
    }
  }
}

/// A number that reads back as the same one.
private func written(_ number: Double) -> String {
  for digits in [6, 15, 16] {
    let short = format(number, digits: digits)
    if Double(short) == number { return short }
  }
  return format(number, digits: 17)
}
