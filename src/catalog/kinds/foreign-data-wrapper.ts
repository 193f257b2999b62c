/** Foreign data wrappers made by themselves, not by an extension. */
import { kind, OWNED, structural } from '../kind.ts';
import { options } from '../options.ts';
import { comment, grants, noMember, owner } from '../scope.ts';

export default kind({
  plural: 'foreign data wrappers',
  facts: { handler: structural('handler'), validator: structural('validator'), options: structural('options'), ...OWNED },
  query: () => `select null as schema, null as parent, quote_ident(f.fdwname) as name, quote_ident(f.fdwname) as id,
  case when f.fdwhandler <> 0 then f.fdwhandler::regprocedure::text end as handler,
  case when f.fdwvalidator <> 0 then f.fdwvalidator::regprocedure::text end as validator,
  ${options('f.fdwoptions')} as options,
  ${owner('f.fdwowner')} as owner, ${grants('f.fdwacl', 'f.fdwowner', 'F')} as grants, ${comment('pg_foreign_data_wrapper', 'f.oid')} as comment
from pg_foreign_data_wrapper f where ${noMember('pg_foreign_data_wrapper', 'f.oid')}`,
});
