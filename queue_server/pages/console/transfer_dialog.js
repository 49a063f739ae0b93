// @ts-check
/** Sends the visitor on to another service of the mall; the number stays the same. */

import { html, useEffect, useState } from "/shared/vendor/preact.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { closedText, waitText } from "/shared/format.js"
import { PickList } from "./pick_list.js"
import { servicesFor } from "./search.js"

export function TransferDialog({ desk, commander, zone, onClose }) {
  const { words, language, api } = useHouse()
  const [catalogue, setCatalogue] = useState(null)
  const [cut, setCut] = useState(false)
  const [text, setText] = useState("")
  useEffect(() => {
    api.get("/catalogue").then(setCatalogue, () => setCut(true))
  }, [])
  const found = catalogue ? servicesFor(catalogue, text, { language, except: desk.ticket.service }) : []
  const send = (service) => {
    onClose()
    commander.send("transfer", { service: service.code })
  }
  const empty = words(cut ? "console.catalogue_unreachable" : catalogue ? "console.transfer_none" : "console.one_moment")
  return html`
    <${Dialog} title=${words("console.transfer_title", { number: desk.ticket.number })} lead=${words("console.transfer_lead")} wide
      onClose=${onClose}>
      <${PickList} label=${words("console.transfer_search")} text=${text} onText=${setText} rows=${found} empty=${empty}
        keyOf=${(service) => service.code} onPick=${send}
        row=${(service) => html`
          <span class="pick-main">${service.title}<small>${service.agencyName}</small></span>
          <span class="pick-side">${service.open ? waitText(words, service.wait) : closedText(words, service, zone)}</span>`} />
    <//>`
}
