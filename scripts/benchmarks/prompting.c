/* The least that a prompt can be: writes one, and gives back every byte that is typed, until the
   end of the input. */
#include <termios.h>
#include <unistd.h>

int main(void) {
  char bytes[4096];
  struct termios found, raw;
  tcgetattr(0, &found);
  raw = found;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  tcsetattr(0, TCSANOW, &raw);
  write(1, "nn[1]> ", 7);
  for (ssize_t count; (count = read(0, bytes, sizeof bytes)) > 0;) {
    if (bytes[0] == 4) break;
    write(1, bytes, count);
  }
  tcsetattr(0, TCSANOW, &found);
  return 0;
}
