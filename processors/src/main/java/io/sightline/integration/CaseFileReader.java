package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of tests and says what in it is wrong. */
final class CaseFileReader {
    private static final List<String> KEYS =
            List.of("name", "inputs", "expect", "fails", "replace", "beans", "properties", "with", "order", "timeout");
    private static final List<String> ORDERS = List.of("kept", "any");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Surroundings surroundings;
    private final ComponentCatalogue catalogue;

    CaseFileReader(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.catalogue = new ComponentCatalogue(surroundings.loader());
    }

    /** Null when it holds no cases at all. */
    @Nullable CaseFile read(SourceFile file, Findings findings) {
        var route = CaseFiles.route(file.name());
        if (route.isEmpty()) {
            var expected = CaseFiles.routeNames(file.name()).stream()
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .limit(3)
                    .toList();
            findings.error(
                    Place.START,
                    "",
                    "there is no file of routes beside this test: neither " + String.join(" nor ", expected),
                    "a test has the name of the file that it is for");
        }
        var documents = YamlReader.read(file, findings);
        if (documents.isEmpty()) {
            return null;
        }
        if (documents.size() > 1) {
            findings.error(
                    documents.get(1).place(), "", "a second document begins here, and a file of tests has one", "");
        }
        if (!(documents.get(0) instanceof Items list) || list.items().isEmpty()) {
            findings.error(
                    documents.get(0).place(),
                    "",
                    "the file holds no list of cases, but " + documents.get(0).kind(),
                    "each case begins with '- name:'");
            return null;
        }
        return new CaseFile(file, route.orElse(""), cases(list, file, findings));
    }

    private List<RouteCase> cases(Items list, SourceFile file, Findings findings) {
        var cases = new ArrayList<RouteCase>();
        var names = new HashMap<String, Place>();
        for (int index = 0; index < list.items().size(); index++) {
            var node = list.items().get(index);
            var path = Paths.index("", index);
            if (!(node instanceof Entries entries)) {
                findings.error(node.place(), path, "a case has keys, and this is " + node.kind(), hint());
                continue;
            }
            var read = read(entries, file, findings, path);
            var former = names.putIfAbsent(read.name(), read.place());
            if (former != null && !read.name().isEmpty()) {
                findings.error(
                        read.place(),
                        Paths.key(path, "name"),
                        "the name '" + Quotation.of(read.name()) + "' is taken",
                        "it is that of the case in line " + former.line());
            }
            cases.add(read);
        }
        return cases;
    }

    private RouteCase read(Entries entries, SourceFile file, Findings findings, String path) {
        var keys = new CaseKeys(findings);
        keys.check(entries, KEYS, "a case", path);
        var properties = properties(entries, keys, path);
        var scope = new FileScope(findings, surroundings, properties.keySet(), false);
        var contents = new ContentReader(file, keys);
        var parts = new CasePartsReader(contents, keys, new CaseEndpoints(catalogue, scope));
        var name = keys.needed(entries, "name", "a case", path);
        var inputs = new ArrayList<CaseInput>();
        for (var item : keys.list(entries, "inputs", true, path)) {
            parts.input(item).ifPresent(inputs::add);
        }
        var replacements = new ArrayList<CaseReplacement>();
        for (var item : keys.list(entries, "replace", false, path)) {
            parts.replacement(item).ifPresent(replacements::add);
        }
        var beans = beans(entries, parts, keys, path);
        var expectations = new ArrayList<CaseExpectation>();
        for (var item : keys.list(entries, "expect", false, path)) {
            parts.expectation(item, beans.keySet()).ifPresent(expectations::add);
        }
        if (entries.entry("expect").isEmpty() && entries.entry("fails").isEmpty()) {
            findings.error(
                    entries.place(),
                    path,
                    "the case expects nothing, so it cannot fail",
                    "give it 'expect' or 'fails'");
        }
        return new RouteCase(
                name.map(Text::value).orElse(""),
                name.map(Text::place).orElse(entries.place()),
                with(entries, file, keys, path),
                inputs,
                expectations,
                ordered(entries, keys, path),
                replacements,
                beans,
                properties,
                entries.entry("fails")
                        .flatMap(entry -> parts.failure(entry.value(), entry.key(), Paths.key(path, "fails"))),
                timeout(entries, findings, path));
    }

    private static Map<String, String> properties(Entries entries, CaseKeys keys, String path) {
        var properties = new LinkedHashMap<String, String>();
        for (var entry : keys.keys(entries, "properties", path)) {
            keys.text(entry, Paths.key(path, "properties"))
                    .ifPresent(text -> properties.put(entry.name(), text.value()));
        }
        return properties;
    }

    private static Map<String, CaseReaction> beans(Entries entries, CasePartsReader parts, CaseKeys keys, String path) {
        var beans = new LinkedHashMap<String, CaseReaction>();
        for (var entry : keys.keys(entries, "beans", path)) {
            parts.bean(entry, Paths.key(path, "beans")).ifPresent(reaction -> beans.put(entry.name(), reaction));
        }
        return beans;
    }

    private static List<String> with(Entries entries, SourceFile file, CaseKeys keys, String path) {
        var names = new ArrayList<String>();
        for (var item : keys.list(entries, "with", false, path)) {
            keys.file(item.node(), file, item.path()).ifPresent(found -> names.add(found.toString()));
        }
        return names;
    }

    private static boolean ordered(Entries entries, CaseKeys keys, String path) {
        return entries.entry("order")
                .flatMap(entry -> keys.oneOf(entry, ORDERS, path))
                .map(order -> !order.equals("any"))
                .orElse(true);
    }

    private static Duration timeout(Entries entries, Findings findings, String path) {
        var entry = entries.entry("timeout");
        if (entry.isEmpty()) {
            return TIMEOUT;
        }
        return duration(entry.get().value())
                .filter(time -> !time.isZero() && time.compareTo(LONGEST) <= 0)
                .orElseGet(() -> {
                    findings.error(
                            entry.get().value().place(),
                            Paths.key(path, "timeout"),
                            "'timeout' is " + CaseKeys.quoted(entry.get().value())
                                    + ", and expected is a duration of at most 10m, such as 500ms or 20s",
                            "");
                    return TIMEOUT;
                });
    }

    private static Optional<Duration> duration(YamlNode node) {
        if (!(node instanceof Text text)) {
            return Optional.empty();
        }
        var parts = DURATION.matcher(text.value());
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return Optional.of(
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    default -> Duration.ofMinutes(number);
                });
    }

    private static String hint() {
        return "its keys are " + String.join(", ", KEYS);
    }
}
