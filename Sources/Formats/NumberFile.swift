import Glibc

/// Doubles in a new file that is mapped into memory, to be written and read like an array: the
/// system keeps as much of it in memory as there is room for.
///
/// The file goes with this object unless it is given a name. What it holds is in the byte order of
/// the machine.
package final class NumberFile {
  /// What is wanted of the disk at once.
  private static let leastStep = 1 << 20
  private static let mostStep = 1 << 28
  private static let size = MemoryLayout<Double>.stride

  private let file: TemporaryFile
  private let name: String
  private var map: UnsafeMutableRawBufferPointer
  package private(set) var count = 0
  private var isNamed = false

  /// Makes an empty file in the folder of a file that it is to become, or to help with.
  ///
  /// - Throws: where no file can be made there.
  package init(beside name: String) throws(FileError) {
    try checkName(name)
    signal(SIGXFSZ, SIG_IGN)
    self.name = name
    let folder = parentFolder(of: expandHome(name))
    TemporaryFile.sweep(folder: folder)
    file = try TemporaryFile(folder: folder, for: name)
    map = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  deinit {
    unmap()
    if !isNamed { file.remove() }
  }

  /// Another file in the same folder.
  package func sibling() throws(FileError) -> NumberFile { try NumberFile(beside: name) }

  /// All numbers, to be read and written.
  package var numbers: UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(
      start: map.baseAddress?.assumingMemoryBound(to: Double.self), count: count)
  }

  /// Appends what `write` puts into memory for so many numbers, as many as it says.
  package func append(upTo number: Int, _ write: (UnsafeMutableBufferPointer<Double>) -> Int)
    throws(FileError)
  {
    try reserve(count + number)
    let place = map.baseAddress.map { ($0 + count * NumberFile.size) }
    count += write(
      UnsafeMutableBufferPointer(
        start: place?.assumingMemoryBound(to: Double.self), count: number))
  }

  package func append(_ number: Double) throws(FileError) {
    try reserve(count + 1)
    count += 1
    numbers[count - 1] = number
  }

  package func removeLast(_ number: Int) { count -= min(count, number) }

  /// Room on the disk for so many numbers; where there is none, writing them would end the process.
  private func reserve(_ wanted: Int) throws(FileError) {
    let bytes = wanted * NumberFile.size
    guard bytes > map.count else { return }
    let step = min(max(map.count, NumberFile.leastStep), NumberFile.mostStep)
    let length = (bytes + step - 1) / step * step
    let code = file.allocate(length)
    guard code == 0 else { throw FileError("write", name, code: code) }
    unmap()
    guard let mapped = file.map(length) else { throw FileError("write", name, code: errno) }
    map = mapped
  }

  private func unmap() {
    if let place = map.baseAddress { munmap(place, map.count) }
    map = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  /// Writes more numbers and some bytes behind those that are there and gives the file its name, in
  /// one moment; nothing is to be written afterwards.
  ///
  /// - Throws: where that fails; an older file of the name is then as it was.
  package func finish(
    with more: UnsafeBufferPointer<Double> = UnsafeBufferPointer(start: nil, count: 0),
    _ bytes: [UInt8]
  ) throws(FileError) {
    let path = expandHome(name)
    let code = bytes.withUnsafeBytes {
      file.end(at: count * NumberFile.size, with: [UnsafeRawBufferPointer(more), $0])
    }
    guard code == 0, file.rename(to: path) else {
      throw FileError("write", name, code: code == 0 ? errno : code)
    }
    isNamed = true
    syncFolder(parentFolder(of: path))
  }
}
