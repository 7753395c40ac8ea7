/// Reads the arrays of a `.npz` file, in its order, their names without `.npy`.
///
/// - Parameter limit: the most bytes that all of them may have.
/// - Throws: where the archive or an array in it is damaged or holds something else.
package func decodeNumpyArchive(_ bytes: [UInt8], limit: Int = 1 << 30) throws(FormatError)
  -> [(name: String, array: NumpyArray)]
{
  let archive = try ZipArchive(bytes)
  var arrays: [(name: String, array: NumpyArray)] = []
  var left = limit
  for entry in archive.entries where entry.name.hasSuffix(".npy") {
    let contents = try archive.contents(of: entry, limit: left)
    left -= contents.count
    let name = String(entry.name.dropLast(4))
    do {
      arrays.append((name, try NumpyArray(decoding: contents)))
    } catch { throw FormatError("array '\(name)': \(error.message)") }
  }
  return arrays
}
