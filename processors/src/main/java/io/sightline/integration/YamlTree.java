package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;

/** Builds the nodes of a file from the events of the parser, each key once, within limits. */
final class YamlTree {
    private static final int DEEPEST = 100;
    private static final int MOST_VALUES = 200_000;

    private final Iterator<Event> events;
    private final Findings findings;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int values;

    YamlTree(Iterator<Event> events, Findings findings) {
        this.events = events;
        this.findings = findings;
    }

    /** @throws ComposerException when the file goes beyond a limit; its problem is a sentence for users */
    List<YamlNode> documents() {
        var documents = new ArrayList<YamlNode>();
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                anchors.clear();
                documents.add(node(events.next(), 0));
            }
        }
        return documents;
    }

    private YamlNode node(Event event, int depth) {
        var place = place(event);
        if (event instanceof AliasEvent alias) {
            return repeated(alias);
        }
        count(1, event);
        if (depth > DEEPEST) {
            throw refused(event, "lists and keys stand more than " + DEEPEST + " deep in each other here");
        }
        int before = values;
        var node = event instanceof ScalarEvent scalar ? text(scalar, place) : collection(event, place, depth);
        ((NodeEvent) event)
                .getAnchor()
                .ifPresent(anchor -> anchors.put(anchor, new Anchored(node, values - before + 1)));
        return node;
    }

    private YamlNode collection(Event event, Place place, int depth) {
        return event.getEventId() == Event.ID.SequenceStart ? items(place, depth) : entries(place, depth);
    }

    private static Text text(ScalarEvent scalar, Place place) {
        return new Text(place, scalar.getValue(), scalar.isPlain(), scalar.isLiteral() || scalar.isFolded());
    }

    /** What an alias stands for, where it was first; each use counts as if it were written out. */
    private YamlNode repeated(AliasEvent alias) {
        var anchored = Optional.ofNullable(anchors.get(alias.getAlias()))
                .orElseThrow(() ->
                        refused(alias, "the alias *" + alias.getAlias() + " stands for nothing that comes before it"));
        count(anchored.size(), alias);
        return anchored.node();
    }

    private void count(int more, Event event) {
        values += more;
        if (values > MOST_VALUES) {
            throw refused(
                    event,
                    "the file holds more than " + MOST_VALUES
                            + " values up to here, each alias counted as what it stands for");
        }
    }

    private YamlNode items(Place place, int depth) {
        var items = new ArrayList<YamlNode>();
        for (var next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new Items(place, List.copyOf(items));
    }

    private YamlNode entries(Place place, int depth) {
        var entries = new ArrayList<Entry>();
        var first = new HashMap<String, Place>();
        for (var next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            if (!(node(next, depth + 1) instanceof Text name)) {
                throw refused(
                        next,
                        "a key is to be a text, and this one is not; a value that begins with {{ needs quotation marks:"
                                + " \"{{name}}\"");
            }
            var value = node(events.next(), depth + 1);
            var former = first.putIfAbsent(name.value(), name.place());
            if (former != null) {
                findings.error(
                        name.place(),
                        name.value(),
                        "the key '" + Quotation.of(name.value()) + "' stands twice here, first in line "
                                + former.line(),
                        "only one of them would count");
                continue;
            }
            entries.add(new Entry(name, value));
        }
        return new Entries(place, List.copyOf(entries));
    }

    private static ComposerException refused(Event event, String sentence) {
        return new ComposerException(sentence, event.getStartMark());
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlReader::place).orElse(Place.START);
    }

    private record Anchored(YamlNode node, int size) {}
}
