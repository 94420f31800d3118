package io.sightline.lifecycle;

import io.sightline.failure.Quotation;
import io.sightline.lifecycle.ModelCommand.Kind;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pins of versions that never served: they have to stand every test first, so that looks at their model are for them,
 * by turns with its alias. What each waits for is told to whoever asked for it. Other wishes need no try.
 */
public final class PinWishes {
    /** Characters of what an operation tells. */
    private static final int LONGEST = 1500;

    private final ModelCommands commands;
    private final ModelArtifacts artifacts;
    /** The wish that the last look at a model was for, while it waits. */
    private final Map<String, UUID> last = new ConcurrentHashMap<>();

    public PinWishes(ModelCommands commands, ModelArtifacts artifacts) {
        this.commands = commands;
        this.artifacts = artifacts;
    }

    /**
     * The wish that a look at a model is for, if it is for one. One that goes on waiting, since its version is not
     * whole or its source is away, takes turns with the alias.
     */
    Optional<ModelCommand> turn(StoredModel stored) throws SQLException {
        var wish = first(stored);
        if (wish.isEmpty() || wish.get().id().equals(last.get(stored.name()))) {
            last.remove(stored.name());
            return Optional.empty();
        }
        last.put(stored.name(), wish.get().id());
        return wish;
    }

    private Optional<ModelCommand> first(StoredModel stored) throws SQLException {
        for (var command : commands.waiting()) {
            if (command.name().equals(stored.name())
                    && command.kind() == Kind.PIN
                    && CommandDesk.isUnseen(command, stored, artifacts)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** Tells how the look for a wish came out, where that goes on waiting. */
    void looked(Term term, ModelCommand wish, Promotion promotion) throws SQLException {
        if (promotion.isTried()) {
            commands.note(term, wish.id(), "version " + wish.version().orElseThrow() + " is being tried");
        } else if (promotion.choice() instanceof Choice.Stay stay && stay.why() == Choice.Why.PENDING) {
            commands.note(term, wish.id(), stay.message());
        }
    }

    /**
     * Tells why the last try of a model has failed, if it was for a wish.
     *
     * @param why as it may be told to clients
     */
    void failed(Term term, String name, String why) throws SQLException {
        var wish = last.get(name);
        if (wish != null) {
            commands.note(term, wish, Quotation.of("the last try failed: " + why, LONGEST));
        }
    }
}
