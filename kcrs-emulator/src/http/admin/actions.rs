//! Actions of the admin API.

use std::time::Duration;

use kcrs_generated::schema::ACTIONS;
use kcrs_generated::{ErrorRow, error_rows};
use serde_json::{Value, json};

use super::fields::Fields;
use super::invalid;
use crate::http::control::Control;
use crate::http::faults::{Fault, FaultKind};
use crate::http::record::RequestRecord;
use crate::http::refusal::Refusal;
use crate::http::time;
use crate::service::{ImagePush, Registry};
use crate::state::RepositoryPlace;

/// About a hundred years.
const MAX_MOVE_SECONDS: u64 = 100 * 366 * 86_400;

pub(super) fn health(control: &Control) -> Result<Value, Refusal> {
    if let Some(reason) = control.registry.as_ref().and_then(Registry::failure) {
        return Err(Refusal::coded(503, "NotKept", reason));
    }
    Ok(json!({
        "Status": "ok",
        "Version": env!("CARGO_PKG_VERSION"),
        "Strict": control.strict,
        "Now": time::format(control.now()),
        "Requests": control.records.total(),
    }))
}

pub(super) async fn push_image(control: &Control, mut fields: Fields) -> Result<Value, Refusal> {
    let mut push = ImagePush::new(place(&mut fields)?);
    push.tag_name = Some(fields.text("TagName")?);
    push.image_id = fields.optional_text("ImageId")?;
    push.size = fields
        .optional_number("Size", i64::MAX as u64)?
        .and_then(|size| i64::try_from(size).ok());
    push.scan_status = fields.optional_text("ScanStatus")?;
    push.vulnerabilities = fields.list("Vulnerabilities")?;
    fields.finish(
        "InstanceId, Namespace, RepoName, TagName, ImageId, Size, ScanStatus, Vulnerabilities",
    )?;
    let pushed = registry(control)?.push_image(push, control.now()).await?;
    Ok(json!({"ImageId": pushed.image_id, "Size": pushed.size, "TagNames": pushed.tag_names}))
}

pub(super) async fn delete_image(control: &Control, mut fields: Fields) -> Result<Value, Refusal> {
    let place = place(&mut fields)?;
    let image_id = fields.text("ImageId")?;
    fields.finish("InstanceId, Namespace, RepoName, ImageId")?;
    let registry = registry(control)?;
    registry
        .delete_image(&place, &image_id, control.now())
        .await?;
    Ok(json!({}))
}

pub(super) async fn delete_tag(control: &Control, mut fields: Fields) -> Result<Value, Refusal> {
    let place = place(&mut fields)?;
    let tag_name = fields.text("TagName")?;
    fields.finish("InstanceId, Namespace, RepoName, TagName")?;
    let registry = registry(control)?;
    registry
        .delete_tag(&place, &tag_name, control.now())
        .await?;
    Ok(json!({}))
}

pub(super) async fn set_status(control: &Control, mut fields: Fields) -> Result<Value, Refusal> {
    let instance_id = fields.text("InstanceId")?;
    let failed = match fields.text("Status")?.as_str() {
        "Error" => true,
        "Running" => false,
        _ => return Err(invalid("Status must be Error or Running")),
    };
    fields.finish("InstanceId, Status")?;
    let registry = registry(control)?;
    registry
        .set_instance_failed(&instance_id, failed, control.now())
        .await?;
    Ok(json!({}))
}

fn place(fields: &mut Fields) -> Result<RepositoryPlace, Refusal> {
    Ok(RepositoryPlace::new(
        fields.text("InstanceId")?,
        fields.text("Namespace")?,
        fields.text("RepoName")?,
    ))
}

fn registry(control: &Control) -> Result<&Registry, Refusal> {
    control.registry.as_ref().ok_or_else(|| {
        let message = "this emulator has an implementation of its own, which has no images";
        Refusal::coded(501, "NoRegistry", message.to_owned())
    })
}

pub(super) fn clock(control: &Control) -> Value {
    json!({"Now": time::format(control.now()), "SystemTime": time::format(control.clock.base())})
}

pub(super) fn move_clock(control: &Control, mut fields: Fields) -> Result<Value, Refusal> {
    let seconds = fields.optional_number("AdvanceSeconds", MAX_MOVE_SECONDS)?;
    let milliseconds = fields.optional_number("AdvanceMilliseconds", MAX_MOVE_SECONDS * 1000)?;
    let now = fields.optional_text("Now")?;
    fields.finish("AdvanceSeconds, AdvanceMilliseconds, Now")?;
    match (seconds, milliseconds, now) {
        (None, None, Some(text)) => {
            let wrong = || invalid("Now must be a time such as 2026-11-24T04:30:00Z");
            control.clock.set(time::parse(&text).ok_or_else(wrong)?);
        }
        (Some(seconds), None, None) => control.clock.advance(Duration::from_secs(seconds)),
        (None, Some(milliseconds), None) => {
            control.clock.advance(Duration::from_millis(milliseconds));
        }
        _ => {
            return Err(invalid(
                "one of AdvanceSeconds, AdvanceMilliseconds and Now must be there, and no other",
            ));
        }
    }
    Ok(clock(control))
}

pub(super) fn faults(control: &Control) -> Value {
    let faults = control.faults.list();
    json!({"Faults": faults.iter().map(fault_json).collect::<Vec<_>>()})
}

fn fault_json(fault: &Fault) -> Value {
    let mut json = json!({"Kind": fault.kind().name()});
    match fault.kind() {
        FaultKind::Latency(time) | FaultKind::Drip(time) => {
            let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            json["Milliseconds"] = milliseconds.into();
        }
        FaultKind::Error(row) => json["Row"] = row.name.into(),
        FaultKind::Page(status) => json["Status"] = status.into(),
        FaultKind::Closed | FaultKind::Reset | FaultKind::Truncated => {}
    }
    if let Some(action) = fault.action() {
        json["Action"] = action.into();
    }
    json["Times"] = fault.remaining().into();
    json
}

pub(super) fn inject(control: &Control, mut fields: Fields) -> Result<Value, Refusal> {
    let kind = fields.text("Kind")?;
    let time = |fields: &mut Fields| {
        let milliseconds = fields.optional_number("Milliseconds", 60_000)?;
        let milliseconds = milliseconds.ok_or_else(|| invalid("Milliseconds is missing"))?;
        Ok::<_, Refusal>(Duration::from_millis(milliseconds))
    };
    let mut fault = match kind.as_str() {
        "latency" => Fault::latency(time(&mut fields)?),
        "drip" => Fault::drip(time(&mut fields)?),
        "page" => {
            let status = fields.optional_number("Status", 599)?.unwrap_or(502);
            let status = u16::try_from(status).ok().filter(|status| *status >= 400);
            Fault::page(status.ok_or_else(|| invalid("Status must be from 400 to 599"))?)
        }
        "reset" => Fault::reset(),
        "error" => Fault::error(row(&fields.text("Row")?)?),
        "500" => Fault::unavailable(),
        "409" => Fault::limit_exceeded(),
        "closed" => Fault::closed(),
        "truncated" => Fault::truncated(),
        _ => {
            return Err(invalid(
                "Kind must be latency or drip (with Milliseconds), error (with Row), page (with Status), 500, 409, closed, reset or truncated",
            ));
        }
    };
    if let Some(action) = fields.optional_text("Action")? {
        if !ACTIONS.iter().any(|known| known.name == action) {
            return Err(invalid(format!("there is no action {action:?}")));
        }
        fault = fault.on(action);
    }
    if let Some(seconds) = fields.optional_number("RetryAfter", 3600)? {
        fault = fault.retry_after(Duration::from_secs(seconds));
    }
    let times = fields.optional_number("Times", u64::from(u32::MAX))?;
    fault = fault.times(
        times
            .and_then(|times| u32::try_from(times).ok())
            .unwrap_or(1),
    );
    fields.finish("Kind, Milliseconds, Row, Status, RetryAfter, Action, Times")?;
    if control.faults.are_too_many() {
        return Err(invalid(
            "too many faults wait already; DELETE faults takes them back",
        ));
    }
    control.faults.inject(fault);
    Ok(faults(control))
}

fn row(name: &str) -> Result<&'static ErrorRow, Refusal> {
    error_rows::ALL
        .iter()
        .copied()
        .find(|row| row.name == name)
        .ok_or_else(|| {
            let names: Vec<_> = error_rows::ALL.iter().map(|row| row.name).collect();
            invalid(format!("Row must be one of {}", names.join(", ")))
        })
}

pub(super) fn dump(control: &Control) -> Result<Value, Refusal> {
    Ok(json!(registry(control)?.snapshot()))
}

pub(super) async fn restore(control: &Control, body: &[u8]) -> Result<Value, Refusal> {
    let snapshot = serde_json::from_slice(body);
    let snapshot = snapshot.map_err(|error| invalid(format!("this is no state: {error}")))?;
    let restored = registry(control)?.restore(&snapshot).await;
    restored.map_err(|error| invalid(format!("it cannot be restored: {error}")))?;
    Ok(json!({}))
}

pub(super) fn deliveries(control: &Control) -> Result<Value, Refusal> {
    Ok(json!({"Deliveries": registry(control)?.deliveries()}))
}

pub(super) fn requests(control: &Control, mut fields: Fields) -> Result<Value, Refusal> {
    let action = fields.optional_text("Action")?;
    let after = fields.optional_number("After", u64::MAX)?.unwrap_or(0);
    fields.finish("Action, After")?;
    let records = control.records.list();
    let wanted = records
        .iter()
        .filter(|record| record.number > after && (action.is_none() || record.action == action));
    let requests: Vec<_> = wanted.map(record_json).collect();
    Ok(json!({"Total": control.records.total(), "Requests": requests}))
}

fn record_json(record: &RequestRecord) -> Value {
    let params: Vec<_> = record
        .params
        .iter()
        .map(|(name, value)| json!({"Name": name, "Value": value}))
        .collect();
    let warnings: Vec<_> = record
        .warnings
        .iter()
        .map(|warning| {
            json!({
                "Kind": warning.kind().name(),
                "Parameter": warning.parameter(),
                "Message": warning.to_string(),
            })
        })
        .collect();
    json!({
        "Number": record.number,
        "Time": time::format(record.time),
        "RequestId": record.request_id,
        "Method": record.method,
        "Action": record.action,
        "AccessKey": record.access_key,
        "Signature": record.signature.map(|signature| format!("{signature:?}")),
        "Params": params,
        "DryRun": record.dry_run,
        "Status": record.status,
        "ErrorCode": record.error_code,
        "Warnings": warnings,
        "Fault": record.fault,
    })
}
