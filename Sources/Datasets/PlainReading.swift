import Engine

/// Reads plain rows with several threads, as far as they go, and puts them into one table.
///
/// What is read does not depend on the number of threads: each part begins where a row does, and
/// counts only where every part before it was plain to its end.
struct PlainReading {
  struct Result {
    let end: Int
    let rows: Int
  }

  let threads: Int
  private let pieceSize: Int
  private let workers: Workers?
  private let memory: Scratch
  /// How much to try at once: little behind a row that was not plain, more as it goes well.
  private var budget: Int

  init(pieceSize: Int, threads: Int = min(availableCores(), 8)) {
    self.pieceSize = pieceSize
    self.threads = threads
    workers = threads > 1 ? Workers(threads) : nil
    memory = Scratch(threads: threads, numbers: pieceSize)
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
      let results = read(bytes, parts, plain)
      for (index, result) in results.enumerated() {
        try cells.append(
          contentsOf: UnsafeBufferPointer(rebasing: memory.parts[index][..<(result.rows * kept)]))
        rows += result.rows
        position = result.end
        guard result.end == parts[index].upperBound else { break }
      }
      let isPlain = position == last.upperBound
      budget = isPlain ? min(budget * 4, pieceSize * threads) : 4096
      guard isPlain else { break }
    }
    return Result(end: position, rows: rows)
  }

  /// Neighbouring parts of the text, as many as there is work for, each of whole lines.
  private func parts(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>] {
    let end = min(bytes.count, start + budget)
    let count = end - start < 1 << 16 ? 1 : threads
    var parts: [Range<Int>] = []
    var place = start
    for part in 1...count {
      let wanted = start + (end - start) * part / count
      guard wanted > place, let cut = lineFeed(bytes, before: wanted, from: place) else { continue }
      parts.append(place..<cut + 1)
      place = cut + 1
    }
    return parts
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
    _ bytes: UnsafeBufferPointer<UInt8>, _ parts: [Range<Int>], _ plain: PlainRows
  ) -> [PlainRows.Result] {
    guard parts.count > 1, let workers else {
      return parts.prefix(1).map { plain.read(bytes, $0, into: self.memory.parts[0]) }
    }
    let memory = self.memory
    workers.run(parts.count) { part in
      memory.results[part] = plain.read(bytes, parts[part], into: memory.parts[part])
    }
    return Array(memory.results[..<parts.count])
  }
}

/// Where the threads put what they read. Each writes to its own part only.
private final class Scratch: @unchecked Sendable {
  let parts: [UnsafeMutableBufferPointer<Double>]
  let results: UnsafeMutableBufferPointer<PlainRows.Result>

  init(threads: Int, numbers: Int) {
    parts = (0..<threads).map { _ in .allocate(capacity: numbers) }
    results = .allocate(capacity: threads)
    results.initialize(repeating: PlainRows.Result(end: 0, rows: 0))
  }

  deinit {
    for part in parts { part.deallocate() }
    results.deallocate()
  }
}
