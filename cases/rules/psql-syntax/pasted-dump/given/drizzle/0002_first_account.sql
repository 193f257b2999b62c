-- PostgreSQL database dump
\restrict k3
SET statement_timeout = 0;
COPY public.accounts (id, email) FROM stdin;
1	first@example.com
2	second@example.com
\.
\unrestrict k3
