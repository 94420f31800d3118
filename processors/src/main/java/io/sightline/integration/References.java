package io.sightline.integration;

import io.sightline.integration.Facts.Named;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.Set;

/** Takes the beans and classes out of YAML routes that these name. */
final class References {
    private static final Set<String> REFERENCES = Set.of(
            "ref",
            "aggregationStrategy",
            "onPrepare",
            "idempotentRepository",
            "aggregationRepository",
            "onRedeliveryRef",
            "redeliveryPolicyRef",
            "onExceptionOccurredRef",
            "onPrepareFailureRef",
            "retryWhileRef",
            "exchangeFormatterRef",
            "loggerRef",
            "sagaService",
            "errorHandlerRef");

    /** Several of them may stand there, with commas between. */
    private static final Set<String> LISTS = Set.of("routePolicy");

    /** Of what is no bean unless it says so, such as a profile of threads. */
    private static final Set<String> PERHAPS =
            Set.of("executorService", "executorServiceRef", "timeoutExecutorService");

    private final Findings findings;
    private final Facts facts;

    References(Findings findings, Facts facts) {
        this.findings = findings;
        this.facts = facts;
    }

    void collect(Entries entries, String path) {
        for (var entry : entries.entries()) {
            if (entry.value() instanceof Text text) {
                collect(entry.name(), text, Paths.key(path, entry.name()));
            }
        }
    }

    private void collect(String key, Text text, String path) {
        if (REFERENCES.contains(key)) {
            value(bean(text, text.value(), 0), path);
        } else if (LISTS.contains(key)) {
            int index = 0;
            for (var name : text.value().split(",", -1)) {
                int blanks = name.length() - name.stripLeading().length();
                value(bean(text, name.strip(), index + blanks), path);
                index += name.length() + 1;
            }
        } else if (PERHAPS.contains(key)) {
            value(text, path);
        } else if (key.equals("beanType")) {
            ProcessClass.check(text, path, findings);
            if (!Placeholders.isIn(text.value())) {
                facts.usedClasses.add(new Named(findings, text.place(), path, text.value()));
            }
        }
    }

    private static Text bean(Text text, String name, int index) {
        return new Text(
                index == 0 ? text.place() : text.at(index), "#" + name.replaceFirst("^#", ""), true, text.block());
    }

    void value(Text value, String path) {
        var text = value.value();
        if (!text.startsWith("#") || Placeholders.isIn(text) || text.contains("${")) {
            return;
        }
        if (text.startsWith("#class:")) {
            ProcessClass.check(value, path, findings);
            var name = text.substring("#class:".length()).replaceFirst("[(#].*", "");
            facts.usedClasses.add(new Named(findings, value.place(), path, name));
        } else if (!text.contains(":") || text.startsWith("#bean:")) {
            facts.usedBeans.add(new Named(findings, value.place(), path, text.replaceFirst("^#(bean:)?", "")));
        }
    }
}
