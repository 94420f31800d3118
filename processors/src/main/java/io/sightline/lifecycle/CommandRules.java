package io.sightline.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a command leads to, by what is known alone.
 *
 * @param target the version that it leads to, as far as it served before or does
 * @param goneBackFrom for a rollback that leads to none: the last version that served, other than the present one
 */
record CommandRules(
        ModelCommand command,
        StoredModel stored,
        Optional<KnownVersion> target,
        Optional<String> goneBackFrom,
        Decisions decisions) {
    /**
     * The decision, in which the command ends.
     *
     * @param files where those of a version that served are found
     */
    Decision decide(Function<KnownVersion, StoredArtifact> files) {
        if (stored.announced().isEmpty() || stored.memory().serving().isEmpty()) {
            return refuse("no version of model " + command.name() + " serves");
        }
        var serving = stored.memory().serving().get();
        return switch (command.kind()) {
            case ROLLBACK -> rollBack(serving, files);
            case PIN -> pin(serving, files);
            case UNPIN -> unpin(serving);
            case LOOK -> throw new IllegalStateException("a look decides nothing");
        };
    }

    private Decision rollBack(KnownVersion serving, Function<KnownVersion, StoredArtifact> files) {
        if (target.isEmpty()) {
            return refuse(nowhere(serving));
        }
        var former = target.get();
        if (former.sha256().equals(serving.sha256())) {
            return refuse("version " + former.version() + " of model " + command.name() + " serves already");
        }
        return decisions
                .rollBack(stored, former, files.apply(former), RejectionReason.ROLLED_BACK, command.who(), Map.of())
                .ending(command.done("version " + former.version() + " serves again, in place of version "
                        + serving.version()
                        + (stored.isPinned() ? "; the model stays pinned, to version " + former.version() : "")));
    }

    private String nowhere(KnownVersion serving) {
        if (command.version().isPresent()) {
            return "version " + command.version().get() + " of model " + command.name()
                    + " never served here; let the alias point at it, or pin it";
        }
        return goneBackFrom
                .map(version -> "version " + version + " of model " + command.name()
                        + " served, but was gone back from, and no other one is left before version "
                        + serving.version() + "; name it by ?version=" + version)
                .orElseGet(
                        () -> "no version of model " + command.name() + " served before version " + serving.version());
    }

    private Decision pin(KnownVersion serving, Function<KnownVersion, StoredArtifact> files) {
        var wanted = target.orElseThrow();
        if (wanted.sha256().equals(serving.sha256())) {
            return decisions
                    .setPin(stored, true, command.who())
                    .ending(command.done("version " + serving.version() + " stays"));
        }
        return decisions
                .pinTo(stored, wanted, files.apply(wanted), command.who())
                .ending(command.done("version " + wanted.version() + " serves and stays"));
    }

    private Decision unpin(KnownVersion serving) {
        if (!stored.isPinned()) {
            return refuse("model " + command.name() + " is not pinned");
        }
        return decisions
                .setPin(stored, false, command.who())
                .ending(command.done("version " + serving.version()
                        + " serves until its source offers another one, as it may do right now"));
    }

    private Decision refuse(String why) {
        return Decision.remembering(stored.memory(), List.of()).ending(command.failed(why));
    }
}
