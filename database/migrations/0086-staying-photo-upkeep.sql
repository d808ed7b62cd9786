-- Whether a file on the disk still belongs to anybody is asked by its hash.
create index reading_photo_by_hash on reading_photo (sha256);
create index reading_photo_upload_by_hash on reading_photo_upload (sha256);
