import Engine

/// The area where a function that was sampled on a grid is at least some number, as an outline.
///
/// Cell by cell; where the border crosses a cell it is cut straight, between the points at which the
/// sides of the cell reach the number (linear interpolation: "marching squares"). Whole cells of a
/// row are joined to one rectangle. The numbers are finite.
package struct Contour {
  private let values: Matrix
  private let area: Box
  private let level: Double
  private var path = ""

  /// - Parameters:
  ///   - values: `[rows × columns]`, the first row at the bottom of the area.
  package static func path(_ values: Matrix, atLeast level: Double, in area: Box) -> String {
    var contour = Contour(values: values, area: area, level: level)
    for row in 0..<max(0, values.rows - 1) { contour.addRow(row) }
    return contour.path
  }

  /// The line along which the function is that number, piece by piece.
  package static func border(_ values: Matrix, at level: Double, in area: Box) -> String {
    let contour = Contour(values: values, area: area, level: level)
    var path = ""
    for row in 0..<max(0, values.rows - 1) {
      for column in 0..<max(0, values.columns - 1) {
        let points = contour.crossings(column, row)
        for index in stride(from: 0, to: points.count - 1, by: 2) {
          path += "M\(points[index])L\(points[index + 1])"
        }
      }
    }
    return path
  }

  private init(values: Matrix, area: Box, level: Double) {
    self.values = values
    self.area = area
    self.level = level
  }

  private func x(_ column: Double) -> Double {
    area.x + area.width * column / Double(values.columns - 1)
  }

  private func y(_ row: Double) -> Double {
    area.bottom - area.height * row / Double(values.rows - 1)
  }

  private mutating func addRow(_ row: Int) {
    var start: Int?
    for column in 0..<values.columns {
      let isCell = column < values.columns - 1
      let isFull = isCell && corners(column, row).allSatisfy { $0.value >= level }
      if isFull {
        if start == nil { start = column }
        continue
      }
      if let first = start { addRectangle(first, column, row) }
      start = nil
      if isCell { addPart(column, row) }
    }
  }

  private mutating func addRectangle(_ first: Int, _ last: Int, _ row: Int) {
    let (top, bottom) = (tenth(y(Double(row + 1))), tenth(y(Double(row))))
    path += "M\(tenth(x(Double(first)))) \(bottom)H\(tenth(x(Double(last))))V\(top)"
    path += "H\(tenth(x(Double(first))))Z"
  }

  private typealias Corner = (column: Double, row: Double, value: Double)

  /// Counter-clockwise from the lower left.
  private func corners(_ column: Int, _ row: Int) -> [Corner] {
    [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)].map {
      (Double($0.0), Double($0.1), values[$0.1, $0.0])
    }
  }

  /// The part of a cell that lies above the level, as one polygon.
  private mutating func addPart(_ column: Int, _ row: Int) {
    let corners = corners(column, row)
    guard corners.contains(where: { $0.value >= level }) else { return }
    var points: [String] = []
    for (index, corner) in corners.enumerated() {
      if corner.value >= level { points.append(roughPlace(x(corner.column), y(corner.row))) }
      if let crossing = crossing(corner, corners[(index + 1) % 4]) { points.append(crossing) }
    }
    guard points.count > 2 else { return }
    path += "M" + points.joined(separator: "L") + "Z"
  }

  /// Where the sides of a cell reach the level: no, two or four points.
  private func crossings(_ column: Int, _ row: Int) -> [String] {
    let corners = corners(column, row)
    return corners.indices.compactMap { crossing(corners[$0], corners[($0 + 1) % 4]) }
  }

  private func crossing(_ corner: Corner, _ next: Corner) -> String? {
    guard (corner.value >= level) != (next.value >= level) else { return nil }
    let share = (level - corner.value) / (next.value - corner.value)
    return roughPlace(
      x(corner.column + (next.column - corner.column) * share),
      y(corner.row + (next.row - corner.row) * share))
  }
}
