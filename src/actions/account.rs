//! The account behind the key, and its usage.

use crate::model::account::{AccountInfo, KeyVerification};

crate::record! {
    /// Nothing is asked for.
    input VerifyKey {}
}

crate::record! {
    /// Nothing is asked for.
    input GetAccountInfo {}
}

crate::actions! {
    {
        name: "verify_key",
        aliases: [],
        title: "Verify the API key",
        description: "Checks that the API key is accepted, and names the environment it belongs to.",
        method: Get,
        path: "/",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: false,
        input: VerifyKey,
        output: KeyVerification,
        anchor: "authentication",
    },
    {
        name: "get_account_info",
        aliases: ["REFINER_GET_ACCOUNT_INFO"],
        title: "Get account information",
        description: "Says which plan the account has, what it has used this month and which environments there are.",
        method: Get,
        path: "/account",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: false,
        input: GetAccountInfo,
        output: AccountInfo,
        anchor: "get-account-info",
    },
}
