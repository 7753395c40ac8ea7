import Engine
import Formats

/// What a cache says of its numbers.
struct StreamDescription: Equatable {
  enum Target: Equatable {
    case classes([String])
    case outputs([String])
    case inputs
    case none
  }

  let samples: Int
  let columns: [InputColumn]
  let target: Target
  let remark: String
  let choices: [String]

  init(_ dataset: Dataset) {
    samples = dataset.samples
    columns = dataset.columns
    remark = dataset.remark
    choices = dataset.choices
    target =
      switch dataset.target {
      case .classes(_, let names): .classes(names)
      case .values(let matrix, _) where matrix == dataset.inputs: .inputs
      case .values(_, let names): .outputs(names)
      case .none: .none
      }
  }

  private var inputs: Int { columns.reduce(0) { $0 + $1.width } }

  /// Numbers of the targets for each sample.
  private var targets: Int {
    switch target {
    case .classes: 1
    case .outputs(let names): names.count
    case .inputs, .none: 0
    }
  }

  /// How many bytes all numbers have.
  var bytes: Int { samples * (inputs + targets) * MemoryLayout<Double>.stride }

  // MARK: As data

  /// The data in a file of at least `bytes`; nil where a label is none.
  func dataset(name: String, in file: MappedFile, buffer: Int?) -> Dataset? {
    let numbers = file.bytes.prefix(bytes).bindMemory(to: Double.self)
    func lent(_ range: Range<Int>, columns: Int) -> LentNumbers {
      LentNumbers(
        UnsafeBufferPointer(rebasing: numbers[range]), columns: max(1, columns), keptBy: file)
    }
    let split = samples * inputs
    let matrix = Matrix(lent: lent(0..<split, columns: inputs))
    let behind = lent(split..<numbers.count, columns: targets)
    guard let target = data(of: matrix, behind: behind) else { return nil }
    let rowBytes = (inputs + targets) * MemoryLayout<Double>.stride
    return try? Dataset(
      name: name, inputs: matrix, columns: columns, target: target, remark: remark,
      choices: choices, buffer: buffer ?? Dataset.usualBuffer(rowBytes: rowBytes))
  }

  private func data(of inputs: Matrix, behind numbers: LentNumbers) -> Datasets.Target? {
    switch target {
    case .classes(let names):
      let labels = 0..<Double(names.count)
      guard numbers.first(where: { !labels.contains($0) || $0 != $0.rounded() }) == nil else {
        return nil
      }
      let classes = LentLabels(numbers, values: names.indices.map(Double.init))
      return .classes(labels: Labels(lent: classes), names: names)
    case .outputs(let names): return .values(Matrix(lent: numbers), names: names)
    case .inputs: return .values(inputs, names: columns.flatMap(\.inputNames))
    case .none: return Datasets.Target.none
    }
  }

  // MARK: As JSON

  var json: [JSONValue.Member] {
    let target: JSONValue =
      switch target {
      case .classes(let names): ["classes": .texts(names)]
      case .outputs(let names): ["outputs": .texts(names)]
      case .inputs: "inputs"
      case .none: "none"
      }
    return [
      JSONValue.Member("samples", .number(samples)),
      JSONValue.Member("columns", .array(columns.map(\.json))),
      JSONValue.Member("target", target), JSONValue.Member("remark", .string(remark)),
      JSONValue.Member("choices", .texts(choices)),
    ]
  }

  /// Nil where something is missing, or its sizes are none.
  init?(_ json: JSONValue) {
    guard let samples = json["samples"]?.integer, samples > 0,
      let columns = json["columns"]?.array?.compactMap({ InputColumn($0) }), !columns.isEmpty,
      let target = Target(json["target"]), let remark = json["remark"]?.string,
      let choices = json["choices"]?.texts
    else { return nil }
    (self.samples, self.columns, self.target) = (samples, columns, target)
    (self.remark, self.choices) = (remark, choices)
    guard samples.multipliedReportingOverflow(by: 8 * (inputs + targets)).overflow == false
    else { return nil }
  }
}

extension StreamDescription.Target {
  fileprivate init?(_ json: JSONValue?) {
    switch json {
    case "inputs": self = .inputs
    case "none": self = .none
    default:
      if let names = json?["classes"]?.texts, !names.isEmpty {
        self = .classes(names)
      } else if let names = json?["outputs"]?.texts, !names.isEmpty {
        self = .outputs(names)
      } else {
        return nil
      }
    }
  }
}

extension InputColumn {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "texts": categories.map { .texts($0) } ?? nil,
      "missing": .number(missing), "filling": filling.map { .number($0) } ?? nil,
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let missing = json["missing"]?.integer else {
      return nil
    }
    self.init(
      name, categories: json["texts"]?.texts, missing: missing, filling: json["filling"]?.number)
  }
}

extension JSONValue {
  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  var texts: [String]? {
    guard let values = array else { return nil }
    let texts = values.compactMap(\.string)
    return texts.count == values.count ? texts : nil
  }
}
