//! `GET /` and `GET /account`.

use serde_json::json;

use super::{Call, Outcome, Route};
use crate::choices::plan;
use crate::time::{contact_form, month_start};

pub(super) const ROUTES: &[Route] = &[
    Route { name: "verify_key", method: "GET", path: "/", about_one_user: false, run: verify_key },
    Route { name: "get_account_info", method: "GET", path: "/account", about_one_user: false, run: get_account_info },
];

/// <https://refiner.io/docs/api/#authentication>
fn verify_key(call: &mut Call<'_>) -> Outcome {
    Ok(json!({
        "project_uuid": call.store.project_uuid,
        "project_name": plan::ENVIRONMENT,
        "message": "Authentication successful",
    }))
}

/// <https://refiner.io/docs/api/#get-account-info>
fn get_account_info(call: &mut Call<'_>) -> Outcome {
    let (store, month) = (&call.store, month_start(call.now_ms));
    let this_month = |at: i64| at >= month && at <= call.now_ms;
    let mtu = store.contacts.values().filter(|contact| this_month(contact.last_seen_at)).count();
    let mte = store.events.iter().filter(|event| this_month(event.at)).count();
    let mpv: u64 = store.page_views.iter().filter(|(at, _)| this_month(*at)).map(|(_, views)| views).sum();
    let received = store.responses.values().filter_map(|response| response.last_data_reception_at);
    let msr = received.filter(|at| this_month(*at)).count();
    let updated = contact_form(call.now_ms);
    Ok(json!({
        "subscription": {
            "plan": plan::NAME,
            "mtu_count": mtu, "mtu_limit": plan::MTU_LIMIT, "mtu_count_updated_at": updated,
            "mte_count": mte, "mte_count_updated_at": updated,
            "mpv_count": mpv, "mpv_limit": plan::MPV_LIMIT, "mpv_count_updated_at": updated,
            "msr_count": msr, "msr_limit": plan::MSR_LIMIT, "msr_count_updated_at": updated,
        },
        "environments": [
            { "uuid": store.project_uuid, "name": plan::ENVIRONMENT, "mtu": mtu, "mte": mte, "mpv": mpv, "msr": msr },
        ],
    }))
}
