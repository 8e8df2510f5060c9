"""pack_seeds.py ARCHIVE FOLDER: writes the files of the folder into a zip archive, as OSS-Fuzz takes a target's seeds.

The same files give the same bytes on every machine: names are sorted, dates and permissions fixed, and nothing is
compressed, which git does better when it sees the contents.
"""
import os
import sys
import zipfile


def pack(archive, folder):
    unfinished = archive + ".unfinished"
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as out:
        for name in sorted(os.listdir(folder)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, wherever this runs
            entry.external_attr = 0o100644 << 16
            with open(os.path.join(folder, name), "rb") as file:
                out.writestr(entry, file.read())
    os.replace(unfinished, archive)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    pack(sys.argv[1], sys.argv[2])
