package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads inputs, expectations, replacements and failures of a case. */
final class CasePartsReader {
    private static final List<String> INPUT =
            List.of("endpoint", "route", "body", "file", "json", "data", "headers", "exchangeProperties");
    private static final List<String> EXPECTATION =
            List.of("endpoint", "body", "file", "json", "matches", "headers", "count");
    private static final List<String> REACTION =
            List.of("body", "file", "json", "data", "headers", "exchangeProperties", "fails");
    private static final List<String> REPLACEMENT =
            List.of("endpoint", "body", "file", "json", "data", "headers", "exchangeProperties", "fails");
    private static final List<String> FAILURE = List.of("exception", "message");
    private static final int MOST = 1_000_000;

    private final ContentReader contents;
    private final CaseKeys keys;
    private final CaseEndpoints endpoints;

    CasePartsReader(ContentReader contents, CaseKeys keys, CaseEndpoints endpoints) {
        this.contents = contents;
        this.keys = keys;
        this.endpoints = endpoints;
    }

    Optional<CaseInput> input(CaseKeys.Item item) {
        var entries = entries(item, INPUT, "an input");
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var input = entries.get();
        var endpoint = input.entry("endpoint");
        var route = input.entry("route");
        if (endpoint.isPresent() == route.isPresent()) {
            error(
                    route.map(entry -> entry.key().place()).orElse(input.place()),
                    item.path(),
                    "an input has "
                            + (route.isPresent() ? "both 'endpoint' and 'route'" : "neither 'endpoint' nor 'route'")
                            + ", and one of them is expected",
                    "");
            return Optional.empty();
        }
        var target = keys.text(endpoint.or(() -> route).orElseThrow(), item.path());
        if (endpoint.isPresent()) {
            target.ifPresent(text -> endpoints.check(text, Paths.key(item.path(), "endpoint")));
        }
        var body = contents.body(input, item.path());
        var headers = contents.values(input, "headers", false, item.path());
        var properties = contents.values(input, "exchangeProperties", false, item.path());
        return target.map(
                text -> new CaseInput(text.place(), text.value(), route.isPresent(), body, headers, properties));
    }

    /** @param beans names of those that the case stands in for */
    Optional<CaseExpectation> expectation(CaseKeys.Item item, Set<String> beans) {
        var entries = entries(item, EXPECTATION, "an expectation");
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var expectation = entries.get();
        var endpoint = keys.needed(expectation, "endpoint", "an expectation", item.path());
        endpoint.ifPresent(text -> checkExpected(text, beans, Paths.key(item.path(), "endpoint")));
        var body = contents.body(expectation, item.path());
        var headers = contents.values(expectation, "headers", true, item.path());
        var count = count(expectation, item.path());
        var read = endpoint.map(text -> new CaseExpectation(text.place(), text.value(), body, headers, count));
        if (count == 0 && read.filter(CaseExpectation::saysHow).isPresent()) {
            error(
                    expectation.placeOf("count"),
                    Paths.key(item.path(), "count"),
                    "'count' is 0, so there is no message that has a body or headers",
                    "");
        }
        return read;
    }

    private void checkExpected(Text text, Set<String> beans, String path) {
        if (text.value().equals(CaseExpectation.REPLY)) {
            return;
        }
        if (!text.value().startsWith(CaseExpectation.BEAN)) {
            endpoints.check(text, path);
            return;
        }
        var name = text.value().substring(CaseExpectation.BEAN.length());
        if (!beans.contains(name)) {
            error(
                    text.place(),
                    path,
                    "the case does not stand in for the bean '" + Quotation.of(name)
                            + "', and of another nothing is known",
                    Near.hint(name, beans).orElse("name it under 'beans'"));
        }
    }

    private int count(Entries expectation, String path) {
        var entry = expectation.entry("count");
        if (entry.isEmpty()) {
            return 1;
        }
        if (entry.get().value() instanceof Text text
                && text.value().matches("\\d{1,7}")
                && Integer.parseInt(text.value()) <= MOST) {
            return Integer.parseInt(text.value());
        }
        keys.wrong(entry.get(), "a whole number from 0 to " + MOST, path);
        return 1;
    }

    Optional<CaseReplacement> replacement(CaseKeys.Item item) {
        if (item.node() instanceof Text text && !text.isNothing()) {
            endpoints.check(text, item.path());
            return Optional.of(new CaseReplacement(text.place(), text.value(), CaseReaction.NONE));
        }
        var entries = entries(item, REPLACEMENT, "a replacement");
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var endpoint = keys.needed(entries.get(), "endpoint", "a replacement", item.path());
        endpoint.ifPresent(text -> endpoints.check(text, Paths.key(item.path(), "endpoint")));
        var reaction = reaction(entries.get(), item.path());
        return endpoint.map(text -> new CaseReplacement(text.place(), text.value(), reaction));
    }

    /** Of a bean; nothing written means that it does nothing. */
    Optional<CaseReaction> bean(Entry entry, String path) {
        if (entry.value() instanceof Text text && text.isNothing()) {
            return Optional.of(CaseReaction.NONE);
        }
        var item = new CaseKeys.Item(entry.value(), Paths.key(path, entry.name()));
        return entries(item, REACTION, "what stands for a bean").map(found -> reaction(found, item.path()));
    }

    private CaseReaction reaction(Entries entries, String path) {
        return new CaseReaction(
                contents.body(entries, path),
                contents.values(entries, "headers", false, path),
                contents.values(entries, "exchangeProperties", false, path),
                entries.entry("fails").flatMap(entry -> failure(entry.value(), entry.key(), Paths.key(path, "fails"))));
    }

    /** A mere text is a part of the message. */
    Optional<CaseFailure> failure(YamlNode node, Text key, String path) {
        if (node instanceof Text text && !text.isNothing() && !text.value().isBlank()) {
            return Optional.of(new CaseFailure(text.place(), "", text.value()));
        }
        if (!(node instanceof Entries entries)
                || entries.entry("exception").or(() -> entries.entry("message")).isEmpty()) {
            error(
                    key.place(),
                    path,
                    "'fails' expects a part of the message, or the keys exception and message, and has " + node.kind(),
                    "");
            return Optional.empty();
        }
        keys.check(entries, FAILURE, "'fails'", path);
        return Optional.of(
                new CaseFailure(key.place(), text(entries, "exception", path), text(entries, "message", path)));
    }

    /** Empty when the key is not there. */
    private String text(Entries entries, String key, String path) {
        return entries.entry(key)
                .flatMap(entry -> keys.text(entry, path))
                .map(Text::value)
                .orElse("");
    }

    private Optional<Entries> entries(CaseKeys.Item item, List<String> known, String owner) {
        if (item.node() instanceof Entries entries) {
            keys.check(entries, known, owner, item.path());
            return Optional.of(entries);
        }
        error(
                item.node().place(),
                item.path(),
                owner + " has keys, and this is " + CaseKeys.shown(item.node()),
                "its keys are " + String.join(", ", known));
        return Optional.empty();
    }

    private void error(Place place, String path, String message, String hint) {
        keys.findings().error(place, path, message, hint);
    }
}
