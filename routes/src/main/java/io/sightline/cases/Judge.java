package io.sightline.cases;

import io.sightline.failure.NearestName;
import io.sightline.failure.Quotation;
import io.sightline.integration.CaseExpectation;
import io.sightline.integration.CaseReplacement;
import io.sightline.integration.Place;
import io.sightline.integration.RouteCase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** Compares what came with what a case expects. */
final class Judge {
    private static final int MOST_SHOWN = 5;
    private static final int LONGEST_SHOWN = 200;

    private final CaseContext context;
    private final RouteCase said;

    private Judge(CaseContext context, RouteCase said) {
        this.context = context;
        this.said = said;
    }

    static Judge of(CaseContext context, RouteCase said) {
        return new Judge(context, said);
    }

    /** By the name that messages have in the mailbox. */
    static String name(CaseContext context, CaseExpectation expectation) {
        return CaseContext.isEndpoint(expectation) ? context.name(expectation.endpoint()) : expectation.endpoint();
    }

    /** How many messages the expectations of an endpoint are about. */
    static int expected(RouteCase said, String endpoint) {
        return said.expectations().stream()
                .filter(expectation -> expectation.endpoint().equals(endpoint))
                .mapToInt(CaseExpectation::count)
                .sum();
    }

    /** Adds what differs to the mismatches; what is returned is worth to be known and fails nothing. */
    List<String> judge(List<Exchange> sent, List<Mismatch> mismatches) {
        judgeFailures(sent, mismatches);
        var endpoints = new LinkedHashSet<String>();
        said.expectations().forEach(expectation -> endpoints.add(expectation.endpoint()));
        for (var endpoint : endpoints) {
            judgeEndpoint(endpoint, mismatches);
        }
        var notes = new ArrayList<String>();
        judgeNames(mismatches, notes);
        notes.addAll(notes());
        return notes;
    }

    private void judgeFailures(List<Exchange> sent, List<Mismatch> mismatches) {
        boolean failed = false;
        for (int index = 0; index < sent.size(); index++) {
            var exchange = sent.get(index);
            var failure = exchange.getException();
            if (failure == null) {
                continue;
            }
            failed = true;
            var number = said.inputs().size() == 1 ? "the input" : "input " + (index + 1);
            judgeFailure(number, said.inputs().get(index).place(), failure, Causes.where(exchange), mismatches);
        }
        for (var failure : context.unattended().failures()) {
            // What was sent to a queue itself has been judged.
            if (!sent.contains(failure.exchange())) {
                failed = true;
                judgeFailure("what went on by itself", said.place(), failure.exception(), failure.where(), mismatches);
            }
        }
        if (!failed && said.fails().isPresent()) {
            mismatches.add(new Mismatch(
                    said.fails().get().place(),
                    "nothing failed, and expected was " + said.fails().get(),
                    List.of()));
        }
    }

    private void judgeFailure(
            String subject, Place place, Throwable failure, List<String> where, List<Mismatch> mismatches) {
        if (said.fails().isEmpty()) {
            mismatches.add(new Mismatch(place, subject + " failed: " + Causes.innermost(failure), where));
        } else if (!Causes.isMeant(said.fails().get(), failure)) {
            mismatches.add(new Mismatch(
                    said.fails().get().place(),
                    subject + " failed otherwise than expected",
                    List.of("expected: " + said.fails().get(), "got:      " + Causes.innermost(failure))));
        }
    }

    private void judgeEndpoint(String endpoint, List<Mismatch> mismatches) {
        var expectations = said.expectations().stream()
                .filter(expectation -> expectation.endpoint().equals(endpoint))
                .toList();
        var slots = new ArrayList<CaseExpectation>();
        for (var expectation : expectations) {
            for (int count = 0; count < expectation.count(); count++) {
                slots.add(expectation);
            }
        }
        var messages = context.mailbox().of(name(context, expectations.get(0)));
        if (messages.size() != slots.size()) {
            mismatches.add(new Mismatch(
                    expectations.get(expectations.size() - 1).place(),
                    title(endpoint) + " got " + messages(messages.size()) + ", and " + expected(slots.size()),
                    messages.isEmpty() ? elsewhere() : shown(messages)));
        } else if (said.ordered()) {
            for (int index = 0; index < slots.size(); index++) {
                compare(slots.get(index), messages.get(index), title(endpoint, index, slots.size()), mismatches);
            }
        } else {
            judgeUnordered(endpoint, slots, messages, mismatches);
        }
    }

    private static void compare(
            CaseExpectation expectation, Received message, String title, List<Mismatch> mismatches) {
        for (var difference : Difference.all(expectation, message)) {
            mismatches.add(
                    new Mismatch(expectation.place(), title + ": " + difference.subject(), difference.details()));
        }
    }

    /** One that differs in nothing is taken; what is left on both sides is shown. */
    private static void judgeUnordered(
            String endpoint, List<CaseExpectation> slots, List<Received> messages, List<Mismatch> mismatches) {
        var rest = new ArrayList<>(messages);
        var unmet = new ArrayList<CaseExpectation>();
        // Those that say most choose first, so that one that says little leaves them theirs.
        var choices = new IdentityHashMap<CaseExpectation, Long>();
        for (var slot : slots) {
            choices.computeIfAbsent(
                    slot,
                    one -> messages.stream()
                            .filter(message -> Difference.all(one, message).isEmpty())
                            .count());
        }
        var choosing = new ArrayList<>(slots);
        choosing.sort(Comparator.comparingLong(choices::get));
        for (var slot : choosing) {
            var met = rest.stream()
                    .filter(message -> Difference.all(slot, message).isEmpty())
                    .findFirst();
            met.ifPresentOrElse(rest::remove, () -> unmet.add(slot));
        }
        unmet.sort(Comparator.comparingInt(slots::indexOf));
        if (unmet.size() == 1) {
            compare(unmet.get(0), rest.get(0), title(endpoint) + ", the one message that is left", mismatches);
            return;
        }
        for (var slot : unmet) {
            mismatches.add(new Mismatch(
                    slot.place(), title(endpoint) + ": none of the messages that are left is like this", shown(rest)));
        }
    }

    /** What no route names gets nothing, so that expecting nothing of it says nothing. */
    private void judgeNames(List<Mismatch> mismatches, List<String> notes) {
        var known = context.endpoints();
        var patterns = new TreeMap<String, Place>();
        said.replacements()
                .forEach(replacement -> patterns.put(context.name(replacement.endpoint()), replacement.place()));
        for (var expectation : said.expectations()) {
            if (CaseContext.isEndpoint(expectation) && expected(said, expectation.endpoint()) == 0) {
                patterns.put(name(context, expectation), expectation.place());
            }
        }
        patterns.forEach((pattern, place) -> {
            if (known.stream().noneMatch(name -> EndpointName.isMeant(pattern, name))) {
                var message = "no route that is loaded names " + title(pattern) + NearestName.hint(pattern, known);
                if (context.sendsAnywhere()) {
                    notes.add(message + (message.endsWith("?") ? "" : ", and nothing came there"));
                } else {
                    mismatches.add(new Mismatch(place, message, List.of()));
                }
            }
        });
        context.unusedBeans()
                .forEach(name -> notes.add(
                        "nothing asked for the bean '" + Quotation.of(name) + "', which the case stands in for"));
    }

    private List<String> elsewhere() {
        var counts = counts();
        counts.remove(CaseExpectation.REPLY);
        return counts.isEmpty()
                ? List.of("nothing came anywhere")
                : List.of("what came elsewhere: "
                        + String.join(
                                ", ",
                                counts.entrySet().stream()
                                        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                                        .toList()));
    }

    private Map<String, Integer> counts() {
        var counts = new TreeMap<String, Integer>();
        context.mailbox().all().forEach(message -> counts.merge(message.name(), 1, Integer::sum));
        return counts;
    }

    /** Names endpoints that got something of which the case says nothing. */
    private List<String> notes() {
        var known = new TreeSet<String>();
        said.expectations().forEach(expectation -> known.add(name(context, expectation)));
        said.replacements().stream()
                .map(CaseReplacement::endpoint)
                .map(context::name)
                .forEach(known::add);
        var notes = new ArrayList<String>();
        counts().forEach((name, count) -> {
            if (!name.equals(CaseExpectation.REPLY)
                    && !name.startsWith(CaseExpectation.BEAN)
                    && known.stream().noneMatch(pattern -> EndpointName.isMeant(pattern, name))) {
                notes.add(title(name) + " got " + messages(count) + ", and nothing is expected of it");
            }
        });
        return notes;
    }

    private static List<String> shown(List<Received> messages) {
        var lines = new ArrayList<String>();
        for (int index = 0; index < Math.min(messages.size(), MOST_SHOWN); index++) {
            var text = messages.get(index).text();
            lines.add((index + 1) + ": " + (text == null ? "no body" : Quotation.of(text, LONGEST_SHOWN)));
        }
        if (messages.size() > MOST_SHOWN) {
            lines.add("and " + (messages.size() - MOST_SHOWN) + " more");
        }
        return lines;
    }

    private static String title(String endpoint, int index, int size) {
        return size == 1 ? title(endpoint) : title(endpoint) + ", message " + (index + 1) + " of " + size;
    }

    private static String title(String endpoint) {
        return endpoint.equals(CaseExpectation.REPLY)
                ? "the reply"
                : Quotation.of(endpoint.replaceFirst("^(https?):(?!/)", "$1://"), LONGEST_SHOWN);
    }

    private static String expected(int count) {
        return count == 0 ? "none is expected" : count + (count == 1 ? " is expected" : " are expected");
    }

    private static String messages(int count) {
        return count == 0 ? "no message" : count + (count == 1 ? " message" : " messages");
    }
}
