// @ts-check
/** The administrator's page opens here. */

import { openStaffPage } from "/shared/staff/staff.js"
import { Office } from "./office.js"

openStaffPage({ room: "office", roles: ["administrator"], Page: Office })
