import Catalog
import Engine
import Formats

/// Which columns of a table are predicted, and whether as classes or as values.
struct TargetChoice {
  var table: Table
  let options: LoadOptions
  let name: String
  /// How many cells of each column were missing.
  var missing: [Int] = []
  /// What stands for a missing cell of each column: the mean of input numbers, 0 in every input of a
  /// text.
  var fillings: [Double?] = []

  init(table: consuming Table, options: LoadOptions, name: String) {
    self.table = table
    self.options = options
    self.name = name
  }

  /// The samples; the memory of the table becomes theirs.
  ///
  /// - Throws: where a column that is named does not exist, a column of text has too many texts for
  ///   an input, or the target does not fit the task.
  mutating func dataset() throws(DataError) -> Dataset {
    let targets = try targetColumns()
    let inputs = (0..<table.columns).filter { !targets.contains($0) }
    if inputs.isEmpty {
      throw DataError(
        table.columns == 1
          ? "no column is left for the inputs: the only one, \(table.title(0)), is the target"
          : "no column is left for the inputs",
        suggestion: "target=none takes all columns as inputs")
    }
    for column in inputs {
      if let texts = table.texts[column] { try checkCategories(column, texts) }
    }
    missing = [Int](repeating: 0, count: table.columns)
    fillings = [Double?](repeating: nil, count: table.columns)
    if options.missing == .mean { takeFillings(of: inputs) }
    try fillMissing(inputs: inputs)
    return try split(inputs: inputs, targets: targets)
  }

  private var asksForInputs: Bool { options.target == ["inputs"] }

  func targetColumns() throws(DataError) -> [Int] {
    if options.hasNoTargetColumn { return [] }
    if options.target.isEmpty { return [table.columns - 1] }
    return try table.choice.indices(of: options.target, option: "target")
  }

  private mutating func split(inputs: [Int], targets: [Int]) throws(DataError) -> Dataset {
    let columns = inputs.map { column in
      InputColumn(
        table.names[column],
        categories: table.texts[column].map { sortedClasses(usedTexts($0, of: column)) },
        missing: missing[column], filling: fillings[column])
    }
    let (target, remark) = try target(targets, inputs: inputs)
    table.keep(inputs)
    let matrix = try encoded(columns)
    let textChoices = columns.compactMap { column in
      column.categories.map { textChoice(column.name, $0) }
    }
    return try Dataset(
      name: name, inputs: matrix, columns: columns,
      target: asksForInputs ? .values(matrix, names: columns.flatMap(\.inputNames)) : target,
      remark: remark, choices: table.choices + textChoices, tests: table.tests)
  }

  /// What a column of text became, and how to read it as numbers where it may hold some.
  private func textChoice(_ name: String, _ texts: [String]) -> String {
    let count = texts.count
    let choice =
      "column \(name) holds \(counted(count, "text")): \(counted(count, "input")) of 0 and 1"
    return options.decimal.hint(for: texts).map { "\(choice) (\($0))" } ?? choice
  }

  /// [samples, inputs]: numbers as they are, a column of text as one input for each text. The cells
  /// of the table go into it.
  private mutating func encoded(_ columns: [InputColumn]) throws(DataError) -> Matrix {
    let rows = table.rows
    var cells = Cells()
    swap(&cells, &table.cells)
    guard columns.contains(where: { $0.categories != nil }) else {
      return cells.matrix(columns: columns.count)
    }
    let width = columns.reduce(0) { $0 + $1.width }
    var inputs = try cells.another()
    try inputs.reserve(rows: rows, columns: width)
    let offsets = columns.offsets
    let places = columns.enumerated().map { column, input -> [Int]? in
      guard let categories = input.categories, let texts = table.texts[column] else { return nil }
      return texts.map { categories.firstIndex(of: $0) ?? 0 }
    }
    for row in 0..<rows {
      try inputs.append(upTo: width) { encoded in
        encoded.initialize(repeating: 0)
        for column in columns.indices {
          let cell = cells[row * columns.count + column]
          if let places = places[column] {
            if !cell.isNaN { encoded[offsets[column] + places[Int(cell)]] = 1 }
          } else {
            encoded[offsets[column]] = cell
          }
        }
        return width
      }
    }
    return inputs.matrix(columns: width)
  }

  private func target(_ columns: [Int], inputs: [Int]) throws(DataError) -> (Target, String) {
    if asksForInputs { return (.none, "the inputs are the target") }
    guard let column = columns.first else { return (.none, "") }
    if columns.count > 1 { return (try severalValues(columns), "\(columns.count) columns") }
    if let texts = table.texts[column] {
      let hint = options.decimal.hint(for: texts)
      guard options.task != .regression else {
        throw DataError(
          "\(table.title(column)) is text, regression needs numbers", suggestion: hint,
          option: "task")
      }
      let remark = "text in column \(table.label(column))"
      return (try textClasses(column), hint.map { "\(remark); \($0)" } ?? remark)
    }
    return try numberTarget(column)
  }

  private func severalValues(_ columns: [Int]) throws(DataError) -> Target {
    for column in columns where table.texts[column] != nil {
      throw DataError(
        "\(table.title(column)) is text, several targets must be numbers", option: "target")
    }
    guard options.task != .classification else {
      throw DataError(
        "\(columns.count) target columns, expected one for classification", option: "task")
    }
    return try values(columns)
  }

  private func values(_ columns: [Int]) throws(DataError) -> Target {
    .values(
      try table.selecting(columns).matrix(columns: columns.count),
      names: columns.map { table.names[$0] })
  }

  /// The class of each row, by its cell in a column.
  private func labels(_ column: Int, classes: Int, _ label: (Double) -> Int) throws(DataError)
    -> Labels
  {
    var labels = try table.cells.another()
    try labels.reserve(rows: table.rows, columns: 1)
    for row in 0..<table.rows { try labels.append(Double(label(table[row, column]))) }
    return Labels(column: labels.matrix(columns: 1), classes: classes)
  }

  private func textClasses(_ column: Int) throws(DataError) -> Target {
    let texts = table.texts[column] ?? []
    let used = usedTexts(texts, of: column)
    guard used.count <= Target.classLimit else { throw Target.tooManyClasses(used.count) }
    let names = sortedClasses(used)
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let labels = texts.map { places[$0] ?? 0 }
    return .classes(
      labels: try self.labels(column, classes: names.count) { labels[Int($0)] }, names: names)
  }

  /// The texts of a column that still stand in it after rows were left out.
  private func usedTexts(_ texts: [String], of column: Int) -> [String] {
    var isUsed = [Bool](repeating: false, count: texts.count)
    for row in 0..<table.rows where !table[row, column].isNaN {
      isUsed[Int(table[row, column])] = true
    }
    return texts.indices.filter { isUsed[$0] }.map { texts[$0] }
  }

  private func numberTarget(_ column: Int) throws(DataError) -> (Target, String) {
    let label = table.label(column)
    if options.task == .regression {
      return (try values([column]), "numbers in column \(label)")
    }
    let fraction = (0..<table.rows).first { table[$0, column] != table[$0, column].rounded() }
    let isAsked = options.task == .classification
    if isAsked, let fraction {
      throw DataError(
        "\(table.place(fraction)), \(table.title(column)): found \(table[fraction, column]), "
          + "expected a whole number or text for a class",
        line: table.line(fraction), column: table.numbers[column], option: "task")
    }
    let limit = isAsked ? Target.classLimit : Target.detectionLimit
    guard fraction == nil, let distinct = distinctValues(column, limit: limit) else {
      if isAsked { throw Target.tooManyClasses(nil) }
      return (try values([column]), "numbers in column \(label)")
    }
    let remark = "\(counted(distinct.count, "whole number")) in column \(label)"
    return (
      try numberClasses(column, distinct),
      isAsked ? remark : remark + "; task=regression takes them as numbers"
    )
  }

  private func numberClasses(_ column: Int, _ distinct: [Double]) throws(DataError) -> Target {
    let names = distinct.map(className)
    if let lent = table.cells.lent {
      let numbers = lent.selecting(columns: column..<column + 1)
      return .classes(labels: Labels(lent: LentLabels(numbers, values: distinct)), names: names)
    }
    let labels = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    return .classes(
      labels: try self.labels(column, classes: names.count) { labels[$0] ?? 0 }, names: names)
  }

  /// The values in order, nil where there are more than `limit`.
  private func distinctValues(_ column: Int, limit: Int) -> [Double]? {
    var seen: Set<Double> = []
    for row in 0..<table.rows where seen.insert(table[row, column]).inserted {
      if seen.count > limit { return nil }
    }
    return seen.sorted()
  }

  private func checkCategories(_ column: Int, _ texts: [String]) throws(DataError) {
    guard texts.count > InputColumn.categoryLimit else { return }
    throw DataError(
      "\(table.title(column)) holds \(texts.count) different texts ('\(texts[0].prefix(40))' …), "
        + "an input has at most \(InputColumn.categoryLimit)",
      suggestion: options.decimal.hint(for: texts)
        ?? "leave the column out, drop=\(table.key(column)), or make it the target",
      column: table.numbers[column])
  }
}
