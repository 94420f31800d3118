#!/usr/bin/env bash
# Registers the schemas of the contracts, each under its full name with its references: register.sh REGISTRY
# REGISTRY is a registry's Confluent-compatible API, such as http://registry:8080/apis/ccompat/v7. Those that are registered
# already stay as they are. Needs curl and jq.
set -euo pipefail
registry=${1:?"usage: register.sh REGISTRY, such as http://registry:8080/apis/ccompat/v7"}
cd "$(dirname "$0")/avro"

# Each after those that it refers to.
known='[]'
for schema in Sha256 Origin ClaimRef ModelRef FrameReceived InferenceCompleted ModelState DeadLetter; do
  subject=$(jq -r '.namespace + "." + .name' $schema.avsc)
  # A type is named in full, or by its last part within one namespace.
  body=$(jq -c --rawfile text $schema.avsc --argjson known "$known" '
    .namespace as $namespace | [.. | strings] as $words |
    {schemaType: "AVRO", schema: $text, references: [$known[] |
      select([.name, (.name | ltrimstr($namespace + "."))] | any(. as $name | $words | index($name)))] | sort_by(.name)}' $schema.avsc)
  curl -fsS -o /dev/null -H "Content-Type: application/vnd.schemaregistry.v1+json" -d "$body" "$registry/subjects/$subject/versions"
  version=$(curl -fsS "$registry/subjects/$subject/versions/latest" | jq .version)
  known=$(jq -c --arg subject "$subject" --argjson version "$version" '. + [{name: $subject, subject: $subject, version: $version}]' <<< "$known")
  # Third parties read what the stages and the promoter publish, so both directions stay compatible.
  case $schema in InferenceCompleted | ModelState) rule=FULL_TRANSITIVE ;; *) rule=BACKWARD_TRANSITIVE ;; esac
  curl -fsS -o /dev/null -X PUT -H "Content-Type: application/vnd.schemaregistry.v1+json" -d "{\"compatibility\": \"$rule\"}" "$registry/config/$subject"
  echo "$subject: version $version"
done
