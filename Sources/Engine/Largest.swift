/// The place of the largest number, from 0; the first of equals.
package func largest(_ numbers: some RandomAccessCollection<Double>) -> Int {
  var (best, highest) = (0, numbers.first ?? 0)
  for (index, number) in numbers.enumerated() where number > highest {
    (best, highest) = (index, number)
  }
  return best
}
