package io.sightline.lifecycle;

import java.util.Locale;

/** What people may ask of the promoter about one model. */
public enum ModelAction {
    /** The former version, or one that is named, shall serve again. */
    ROLLBACK,
    /** The version that serves, or one that is named, shall serve whatever the alias says. */
    PIN,
    /** The alias counts again. */
    UNPIN;

    /** As table model_command has it. */
    public String command() {
        return name().toLowerCase(Locale.ROOT);
    }
}
