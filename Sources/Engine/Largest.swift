/// The place of the largest number, the first of equal ones; there is at least one.
package func largest(_ numbers: [Double]) -> Int {
  var best = 0
  for index in numbers.indices where numbers[index] > numbers[best] { best = index }
  return best
}
