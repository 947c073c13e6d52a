//! Makes calls whose settings are written in JavaScript, as a caller would write them.

use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Names for the scripts: `ok` is a good reply, `never` a promise that never settles, `log` records what happened.
const PRELUDE: &str = r#"
    const log = globalThis.__log = [];
    const ok = () => new Response('{"message":"ok"}');
    const never = () => new Promise(() => {});
    const stalled = () => new Response(new ReadableStream({ cancel() { log.push("cancelled"); } }));
    const base = { baseUrl: "https://api.example.com/v1", timeoutMs: 10000, spentMs: 0, maxRetries: 0, maxBodyBytes: 1000, key: "key-1",
                   fetch: undefined, noStore: false, signal: undefined, sink: undefined, check: false };
    const track = { id: "u-1", event: "Upgraded" };
"#;

/// How a call ended: `data`, or the properties of an error.
pub struct Outcome(pub Result<JsValue, JsValue>);

impl Outcome {
    /// A property of the result, or of the error, as JSON.
    pub fn get(&self, name: &str) -> String {
        let value = match &self.0 {
            Ok(value) | Err(value) => Reflect::get(value, &name.into()).unwrap(),
        };
        JSON::stringify(&value).map(String::from).unwrap_or_else(|_| "undefined".to_owned())
    }

    /// The kind of the error; `ok` when there is none.
    pub fn kind(&self) -> String {
        match &self.0 {
            Ok(_) => "ok".to_owned(),
            Err(_) => self.get("kind").trim_matches('"').to_owned(),
        }
    }

    /// What the host threw.
    pub fn cause(&self) -> JsValue {
        Reflect::get(self.0.as_ref().unwrap_err(), &"cause".into()).unwrap()
    }
}

/// Evaluates JavaScript that returns `[action, input, settings]`, and makes that call.
pub async fn play(script: &str) -> Outcome {
    let arguments = Function::new_no_args(&format!("{PRELUDE}\n{script}")).call0(&JsValue::NULL).unwrap();
    let argument = |index| Reflect::get_u32(&arguments, index).unwrap();
    let action = argument(0).as_string().unwrap();
    let promise = refiner_wasm::js::call(action, argument(1), argument(2).unchecked_into()).unwrap();
    Outcome(JsFuture::from(promise).await)
}

/// Makes a `track_event` with this expression as its fetch.
pub async fn fetch(expression: &str) -> Outcome {
    play(&format!("return ['track_event', track, {{ ...base, fetch: {expression} }}]")).await
}

/// Replaces functions of the global object, until it is dropped.
pub struct Replaced(JsValue);

/// Evaluates JavaScript that returns an object, and puts its functions into the global object.
pub fn replace(script: &str) -> Replaced {
    let script = format!(
        "{PRELUDE}
         const {{ setTimeout: start, clearTimeout: clear }} = globalThis;
         const given = (() => {{ {script} }})();
         const before = Object.fromEntries(Object.keys(given).map((name) => [name, globalThis[name]]));
         Object.assign(globalThis, given);
         return () => Object.assign(globalThis, before);"
    );
    Replaced(Function::new_no_args(&script).call0(&JsValue::NULL).unwrap())
}

impl Drop for Replaced {
    fn drop(&mut self) {
        self.0.unchecked_ref::<Function>().call0(&JsValue::NULL).unwrap();
    }
}

/// Evaluates an expression, in which `log` is that of the last call, to JSON.
pub fn look(expression: &str) -> String {
    let value =
        Function::new_no_args(&format!("const log = globalThis.__log; return {expression}")).call0(&JsValue::NULL);
    JSON::stringify(&value.unwrap()).map(String::from).unwrap_or_default()
}
