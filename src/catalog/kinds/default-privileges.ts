/** What is granted on objects that a role will make (ALTER DEFAULT PRIVILEGES). */
import { access, kind } from '../kind.ts';
import { ACTING, placeAmong } from '../platform.ts';
import { grants, ownSchema } from '../scope.ts';

const ON = `case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects' else d.defaclobjtype::text end`;
/** An entry for one schema is added to what holds everywhere, so it knows no owner's own. */
const NOBODY = '4294967295::oid';
const KIND = `case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end`;

export default kind({
  plural: 'default privileges',
  // None at all is what PostgreSQL itself gives.
  sparse: true,
  facts: { grants: access('grants') },
  query:
    () => `select coalesce(${placeAmong(ACTING, 'pg_get_userbyid(d.defaclrole)')}, n.nspname) as schema, quote_ident(n.nspname) as parent, 'default privileges for ' || ${ON} as name,
  format('default privileges for %s of %I', ${ON}, pg_get_userbyid(d.defaclrole)) || case when n.oid is null then '' else format(' in %I', n.nspname) end as id,
  case when n.oid is null then coalesce(${grants('d.defaclacl', 'd.defaclrole', '')}, '')
      || coalesce((select E'\\n' || 'owner lacks: ' || string_agg(w.privilege_type, ', ' order by w.privilege_type collate "C")
        from aclexplode(acldefault(${KIND}, d.defaclrole)) w where w.grantee = d.defaclrole
        and not exists (select from aclexplode(d.defaclacl) h where h.grantee = d.defaclrole and h.privilege_type = w.privilege_type)), '')
    else ${grants('d.defaclacl', NOBODY, '')} end as grants
from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
where n.oid is null or ${ownSchema('n.nspname')}`,
});
