import type { Text } from '../language.ts'

export const usage: Text = {
  es: `Uso: folio ORDEN

  serve                                      todo en un proceso (o lo que diga ROLE); Ctrl+C lo detiene
  worker                                     un proceso que solo atiende la cola
  migrate                                    pone al día la base de datos
  doctor                                     comprueba la instalación y dice qué hacer

  extract [--json] [--llm] ARCHIVO...        los campos de cada archivo, sin servidor ni base de datos
  read [--json] [--draw CARPETA] ARCHIVO...  las palabras de cada página; --draw las dibuja en PNG
  import CARPETA                             entrega todos los documentos de una carpeta

Los ajustes son variables de entorno o líneas de \`.env\`: véase README.md.
`,
  en: `Usage: folio COMMAND

  serve                               everything in one process (or what ROLE says); Ctrl+C stops it
  worker                              a process that only works on the queue
  migrate                             bring the database up to date
  doctor                              check the installation, and say what to do

  extract [--json] [--llm] FILE...    the fields of each file, without server or database
  read [--json] [--draw DIR] FILE...  the words of each page; --draw draws them as PNG
  import DIR                          hand in all documents of a folder

Settings are environment variables or lines of \`.env\`: see README.md.
`,
}
