/** The names in what PostgreSQL prints for an object: `public."Big one"` is public and Big one. */
export function namesIn(printed: string): string[] {
  const names: string[] = [];
  for (let i = 0; i < printed.length; i += 1) {
    let name = '';
    if (printed[i] === '"') {
      for (i += 1; i < printed.length; i += 1) {
        if (printed[i] !== '"') name += printed[i];
        else if (printed[i + 1] === '"') name += printed[i++];
        else break;
      }
      i += 1;
    } else while (i < printed.length && printed[i] !== '.') name += printed[i++];
    names.push(name);
  }
  return names;
}
