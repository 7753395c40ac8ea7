#pragma once

// Whoever cuts a file short while it is mapped ends the process that reads behind its new end (SIGBUS).
// After this call the process reads zeros there instead; that the file has changed is for it to see.
void survive_shortened_files(void);
