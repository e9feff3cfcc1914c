-- Rows that the API writes and takes back to learn whether the disk of the tables has room (store/base/writable.ts).
create table write_probe (filler text not null);
alter table write_probe alter column filler set storage plain;
