/** The client of `pg` alone, which the package's types do not name. */
declare module 'pg/lib/client.js' {
  import { Client } from 'pg';
  export default Client;
}
