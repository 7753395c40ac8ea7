/// The place of the largest number, from 0; the first of equals.
///
/// Inlinable, so that those who count rows by the thousand get it for their own collection.
@inlinable
package func largest(_ numbers: some RandomAccessCollection<Double>) -> Int {
  var (best, highest) = (0, numbers.first ?? 0)
  for (index, number) in numbers.enumerated() where number > highest {
    (best, highest) = (index, number)
  }
  return best
}
