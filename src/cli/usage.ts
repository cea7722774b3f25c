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

  user add CORREO [--name N] [--role R]      añade a alguien e imprime el enlace para elegir su contraseña
  user list [--json]                         quién entra, qué papel tiene y cuántos Lümis
  user link --user ID                        otro enlace para elegir contraseña
  user change --user ID [--role admin|reviewer|uploader] [--tier basic|premium] [--trust 0-100]
              [--limit N|none] [--disabled yes|no]
  token create --user ID [--ttl 90d] [--scope read|upload|full] [--name N]
                                             imprime un token para programas; después solo se guarda su huella
  token list --user ID                       los tokens de alguien
  token revoke --user ID TOKEN               uno deja de servir
  credits grant --user ID --amount N [--reason R]
                                             da Lümis (--amount=-N corrige) e imprime el saldo
                                             ID es el número o el correo de la cuenta

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

  user add EMAIL [--name N] [--role R]
                                      add somebody, and print the link to choose their password with
  user list [--json]                  who may come in, in which role, with how many Lümis
  user link --user ID                 another link to choose a password with
  user change --user ID [--role admin|reviewer|uploader] [--tier basic|premium] [--trust 0-100]
              [--limit N|none] [--disabled yes|no]
  token create --user ID [--ttl 90d] [--scope read|upload|full] [--name N]
                                      print a token for programs; only its hash is kept
  token list --user ID                somebody's tokens
  token revoke --user ID TOKEN        one opens nothing any more
  credits grant --user ID --amount N [--reason R]
                                      grant Lümis (--amount=-N corrects), and print the balance
                                      ID is the number or the e-mail address of an account

Settings are environment variables or lines of \`.env\`: see README.md.
`,
}
