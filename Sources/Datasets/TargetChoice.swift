import Engine

/// Which columns of a table are predicted, and whether as classes or as values.
struct TargetChoice {
  let table: Table
  let options: LoadOptions
  let name: String

  /// - Throws: where a column that is named does not exist, an input is text, or the target does
  ///   not fit the task.
  func dataset() throws(DataError) -> Dataset {
    let columns = try targetColumns()
    let inputs = (0..<table.columns).filter { !columns.contains($0) }
    if inputs.isEmpty {
      throw DataError(
        "no column is left for the inputs", suggestion: "target=none takes all columns as inputs")
    }
    for column in inputs {
      if let texts = table.texts[column] { throw textInput(column, texts) }
    }
    let filled = try fillingMissing(inputs: inputs, targets: columns)
    return try filled.split(inputs: inputs, targets: columns)
  }

  private var asksForInputs: Bool { options.target == ["inputs"] }

  private func targetColumns() throws(DataError) -> [Int] {
    if options.target == ["none"] || asksForInputs { return [] }
    if options.target.isEmpty { return [table.columns - 1] }
    do {
      return try table.choice.indices(of: options.target)
    } catch {
      throw DataError(error.message, suggestion: error.suggestion, option: "target")
    }
  }

  private func split(inputs: [Int], targets: [Int]) throws(DataError) -> Dataset {
    let (target, remark) = try target(targets, inputs: inputs)
    let values = table.selecting(inputs)
    return try Dataset(
      name: name, inputs: Matrix(rows: table.rows, columns: inputs.count, elements: values),
      inputNames: inputs.map { table.names[$0] }, target: target, remark: remark)
  }

  private func target(_ columns: [Int], inputs: [Int]) throws(DataError) -> (Target, String) {
    if asksForInputs {
      return (values(inputs), "the inputs are the target")
    }
    guard let column = columns.first else { return (.none, "") }
    if columns.count > 1 { return (try severalValues(columns), "\(columns.count) columns") }
    if table.texts[column] != nil {
      guard options.task != .regression else {
        throw DataError("\(table.title(column)) is text, regression needs numbers", option: "task")
      }
      return (try textClasses(column), "text in column \(table.label(column))")
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
    return values(columns)
  }

  private func values(_ columns: [Int]) -> Target {
    .values(
      Matrix(rows: table.rows, columns: columns.count, elements: table.selecting(columns)),
      names: columns.map { table.names[$0] })
  }

  private func textClasses(_ column: Int) throws(DataError) -> Target {
    let texts = table.texts[column] ?? []
    let codes = table.column(column).map { Int($0) }
    let used = Set(codes).map { texts[$0] }
    guard used.count <= Target.classLimit else { throw Target.tooManyClasses(used.count) }
    let names = sortedClasses(used)
    let labels = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    return .classes(labels: codes.map { labels[texts[$0]] ?? 0 }, names: names)
  }

  private func numberTarget(_ column: Int) throws(DataError) -> (Target, String) {
    let numbers = table.column(column)
    let label = table.label(column)
    if options.task == .regression {
      return (values([column]), "numbers in column \(label)")
    }
    let fraction = numbers.firstIndex { $0 != $0.rounded() }
    let isAsked = options.task == .classification
    if isAsked, let fraction {
      throw DataError(
        "\(table.place(fraction)), \(table.title(column)): found \(numbers[fraction]), "
          + "expected a whole number or text for a class",
        line: table.line(fraction), column: table.numbers[column], option: "task")
    }
    let limit = isAsked ? Target.classLimit : Target.detectionLimit
    guard fraction == nil, let distinct = distinctValues(numbers, limit: limit) else {
      if isAsked { throw Target.tooManyClasses(Set(numbers).count) }
      return (values([column]), "numbers in column \(label)")
    }
    let remark = "\(distinct.count) whole numbers in column \(label)"
    return (
      numberClasses(numbers, distinct),
      isAsked ? remark : remark + "; task=regression takes them as numbers"
    )
  }

  private func numberClasses(_ numbers: [Double], _ distinct: [Double]) -> Target {
    let labels = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    return .classes(labels: numbers.map { labels[$0] ?? 0 }, names: distinct.map(className))
  }

  /// The values in order, nil where there are more than `limit`.
  private func distinctValues(_ numbers: [Double], limit: Int) -> [Double]? {
    var seen: Set<Double> = []
    for number in numbers where seen.insert(number).inserted {
      if seen.count > limit { return nil }
    }
    return seen.sorted()
  }

  private func textInput(_ column: Int, _ texts: [String]) -> DataError {
    let found = texts.first.map { " ('\($0.prefix(40))')" } ?? ""
    return DataError(
      "\(table.title(column)) holds text\(found), inputs must be numbers",
      suggestion: "take the column out, or make it the target: target=\(table.label(column))",
      column: table.numbers[column])
  }
}

// MARK: - Missing cells

extension TargetChoice {
  private func fillingMissing(inputs: [Int], targets: [Int]) throws(DataError) -> TargetChoice {
    guard let index = table.cells.firstIndex(where: \.isNaN) else { return self }
    switch options.missing {
    case .error: throw missing(index)
    case .drop: return try droppingRows()
    case .mean: return try fillingMeans(inputs: inputs)
    }
  }

  private func replacing(_ table: Table) -> TargetChoice {
    TargetChoice(table: table, options: options, name: name)
  }

  private func missing(_ index: Int) -> DataError {
    let (row, column) = index.quotientAndRemainder(dividingBy: table.columns)
    return DataError(
      "\(table.place(row)), \(table.title(column)): found a missing value",
      suggestion: "fill it in, or take the row out",
      line: table.line(row), column: table.numbers[column])
  }

  private func droppingRows() throws(DataError) -> TargetChoice {
    var kept = table
    kept.cells = []
    kept.lines = []
    for row in 0..<table.rows {
      let cells = table.cells[row * table.columns..<(row + 1) * table.columns]
      if cells.contains(where: \.isNaN) { continue }
      kept.cells += cells
      if let line = table.line(row) { kept.lines.append(line) }
    }
    guard kept.rows > 0 else { throw DataError("every row has a missing value") }
    return replacing(kept)
  }

  private func fillingMeans(inputs: [Int]) throws(DataError) -> TargetChoice {
    var filled = table
    for column in inputs {
      let known = table.column(column).filter { !$0.isNaN }
      guard !known.isEmpty else {
        throw DataError("\(table.title(column)) has no values to take the mean of")
      }
      if known.count == table.rows { continue }
      let mean = ColumnMoments(known).mean
      for row in 0..<table.rows where table.cells[row * table.columns + column].isNaN {
        filled.cells[row * table.columns + column] = mean
      }
    }
    if let index = filled.cells.firstIndex(where: \.isNaN) { throw missing(index) }
    return replacing(filled)
  }
}
