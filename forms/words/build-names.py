#!/usr/bin/env python3
"""Writes the names of countries, languages and currencies for word folders, from the data of Unicode CLDR.

Usage: build-names.py CLDR-LOCALENAMES-FULL CLDR-NUMBERS-FULL LANG...
The first two are the unpacked npm packages of these names. Writes <lang>/{countries,languages,currencies}.toml beside this script.
"""
import json, pathlib, re, sys

names, numbers, langs = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
here = pathlib.Path(__file__).parent
# Codes that CLDR lists beside ISO 3166-1.
NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}

def main(package, lang, file):
    return json.load(open(package / "main" / lang / file))["main"][lang]

def write(lang, name, table, entries):
    lines = ["# Names from Unicode CLDR (see LICENSE-CLDR.txt); made by build-names.py.", f"[{table}]"]
    lines += [f'{key} = {json.dumps(value, ensure_ascii=False)}' for key, value in sorted(entries.items())]
    (here / lang / f"{name}.toml").write_text("\n".join(lines) + "\n")

english = main(numbers, "en", "currencies.json")["numbers"]["currencies"]
current = {code for code, v in english.items() if not re.search(r"\(\d{4}", v["displayName"]) and "XTS" not in code}
for lang in langs:
    territories = main(names, lang, "territories.json")["localeDisplayNames"]["territories"]
    write(lang, "countries", "country", {k: v for k, v in territories.items() if re.fullmatch("[A-Z]{2}", k) and k not in NOT_COUNTRIES})
    languages = main(names, lang, "languages.json")["localeDisplayNames"]["languages"]
    write(lang, "languages", "language", {k: v for k, v in languages.items() if re.fullmatch("[a-z]{2}", k)})
    currencies = main(numbers, lang, "currencies.json")["numbers"]["currencies"]
    write(lang, "currencies", "currency", {k: v["displayName"] for k, v in currencies.items() if k in current})
