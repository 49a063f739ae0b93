"""A small catalogue to write on: good as it stands, spoilt on purpose by the tests."""

from queue_server.catalogue.found import CatalogueRefused
from queue_server.catalogue.read_yaml import from_yaml

SMALL = """\
mpp:
  name: Mal Pelayanan Publik Kabupaten Uji
  timezone: Asia/Makassar
schedules:
  default:
    mon_thu: [['08:00', '15:30']]
    fri: [['08:00', '11:30'], ['13:00', '15:00']]
    ticket_cutoff_minutes: 30
  ramadan:
    from: 2027-02-08
    to: 2027-03-09
    mon_fri: [['08:00', '14:00']]
agencies:
- code: DUKCAPIL
  short_name: Disdukcapil
  name: Dinas Kependudukan dan Pencatatan Sipil
  name_en: Civil Registration Office
  type: pemda
  floor: 1
  zone: Zona 1
  counters: 3
  demand_share: 0.7
  schedule: default
  queues:
  - {prefix: 1A, name_id: KTP-el, name_en: ID cards, counters: 2, helps: [1B]}
  - {prefix: 1B, name_id: Kartu Keluarga, name_en: Family cards, counters: 1}
  services:
  - {code: DUK01, name_id: Perekaman KTP-el, name_en: Recording, target_minutes: 10, daily_quota: 60, queue: 1A}
  - {code: DUK02, name_id: KTP-el Hilang, name_en: Lost card, target_minutes: 8, daily_quota: null, queue: 1A,
     short_name: KTP hilang, popular: yes, demand_share: 0.5, requirements: [KTP asli, 'Surat hilang, asli']}
  - {code: DUK03, name_id: Kartu Keluarga, name_en: Family card, target_minutes: 12, queue: 1B}
- code: POS
  short_name: Pos
  name: PT Pos Indonesia
  name_en: Indonesian Post
  type: bumn
  floor: 2
  zone: Zona 2
  demand_share: 0.3
  schedule: default
  queues:
  - {prefix: 2H, name_id: Layanan Pos, name_en: Postal services, counters: 1}
  services:
  - {code: POS01, name_id: Surat dan Paket, name_en: Mail and parcels, target_minutes: 6, queue: 2H}
"""


def spoilt(old: str, new: str) -> bytes:
    """The small catalogue with one text put for another that stands in it."""
    assert old in SMALL
    return SMALL.replace(old, new, 1).encode()


def reasons(content: bytes) -> list[tuple[int | None, str, str]]:
    """(line, field, reason) of every problem in a YAML file that must be refused."""
    try:
        from_yaml(content)
    except CatalogueRefused as refused:
        return [(problem.place.line, problem.field, problem.reason) for problem in refused.problems]
    return []
