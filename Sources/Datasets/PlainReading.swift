import Engine
import Glibc

/// Reads plain rows with several threads, as far as they go, and puts them into one table.
///
/// What is read does not depend on the number of threads: each part begins where a row does, and
/// counts only where every part before it was plain to its end. A plain row is one line, so that each
/// thread knows beforehand where in the table its rows belong.
struct PlainReading {
  struct Result {
    let end: Int
    let rows: Int
  }

  let threads: Int
  private let pieceSize: Int
  /// How much to try at once: little behind a row that was not plain, more as it goes well.
  private var budget: Int

  init(pieceSize: Int, threads: Int = min(availableCores(), 8)) {
    self.pieceSize = pieceSize
    self.threads = threads
    budget = pieceSize * threads
  }

  /// - Parameter kept: how many numbers each row has.
  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ plain: PlainRows, keeping kept: Int,
    _ cells: inout Cells
  ) throws(DataError) -> Result {
    var position = start
    var rows = 0
    while position < bytes.count {
      let parts = parts(bytes, from: position)
      guard let last = parts.last else { break }
      try cells.append(upTo: (last.firstRow + last.rows) * kept) { memory in
        let results = read(bytes, parts, plain, into: memory, keeping: kept)
        var taken = 0
        for (part, result) in zip(parts, results) {
          taken += result.rows
          position = result.end
          guard result.end == part.range.upperBound else { break }
        }
        rows += taken
        return taken * kept
      }
      let isPlain = position == last.range.upperBound
      budget = isPlain ? min(budget * 4, pieceSize * threads) : 4096
      guard isPlain else { break }
    }
    return Result(end: position, rows: rows)
  }

  /// Whole lines of the text.
  private struct Part {
    let range: Range<Int>
    /// How many lines the parts before it have, and how many it has itself.
    let firstRow: Int
    let rows: Int
  }

  /// Neighbouring parts, as many as there is work for.
  private func parts(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Part] {
    let end = min(bytes.count, start + budget)
    let count = end - start < 1 << 16 ? 1 : threads
    var parts: [Part] = []
    var place = start
    var rows = 0
    for part in 1...count {
      let wanted = start + (end - start) * part / count
      guard wanted > place, let cut = lineFeed(bytes, before: wanted, from: place) else { continue }
      let range = place..<cut + 1
      let lines = lineFeeds(bytes, range)
      parts.append(Part(range: range, firstRow: rows, rows: lines))
      place = cut + 1
      rows += lines
    }
    return parts
  }

  private func lineFeeds(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    let end = UnsafeRawPointer(start + range.upperBound)
    var place = UnsafeRawPointer(start + range.lowerBound)
    var count = 0
    while let found = memchr(place, 0x0A, end - place) {
      count += 1
      place = UnsafeRawPointer(found) + 1
    }
    return count
  }

  private func lineFeed(_ bytes: UnsafeBufferPointer<UInt8>, before end: Int, from start: Int)
    -> Int?
  {
    var at = end - 1
    while at >= start {
      if bytes[at] == 0x0A { return at }
      at -= 1
    }
    return nil
  }

  private func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ parts: [Part], _ plain: PlainRows,
    into memory: UnsafeMutableBufferPointer<Double>, keeping kept: Int
  ) -> [PlainRows.Result] {
    func result(_ index: Int) -> PlainRows.Result {
      let part = parts[index]
      let rows = part.firstRow * kept..<(part.firstRow + part.rows) * kept
      return plain.read(
        bytes, part.range, into: UnsafeMutableBufferPointer(rebasing: memory[rows]))
    }
    guard parts.count > 1 else { return parts.indices.map(result) }
    return [PlainRows.Result](unsafeUninitializedCapacity: parts.count) { results, count in
      let place = Place(results)
      // Always as many threads, so that they are those that rest since the last time.
      Workers.share(threads) { index in
        guard index < parts.count else { return }
        place.results.initializeElement(at: index, to: result(index))
      }
      count = parts.count
    }
  }

  /// Where each thread puts its result.
  private struct Place: @unchecked Sendable {
    let results: UnsafeMutableBufferPointer<PlainRows.Result>

    init(_ results: UnsafeMutableBufferPointer<PlainRows.Result>) { self.results = results }
  }
}
