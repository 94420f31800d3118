package io.sightline.integration;

import io.sightline.integration.Judgement.Names;
import java.util.Collections;
import java.util.Set;

/** A file that runs, or that may: it is started, replaced and removed as one. */
public final class Unit {
    private final SourceFile file;
    private final Names names;

    Unit(SourceFile file, Names names) {
        this.file = file;
        this.names = names;
    }

    public SourceFile file() {
        return file;
    }

    /** The file's name, which is that of the unit. */
    public String name() {
        return file.name();
    }

    /** Names of the beans that it makes. */
    public Set<String> beans() {
        return names.beans();
    }

    /** Names of the Kamelets that it defines. */
    public Set<String> kamelets() {
        return names.kamelets();
    }

    /** Whether it holds a Pipe. */
    boolean holdsPipe() {
        return names.given().stream().anyMatch(name -> name.startsWith("pipe "));
    }

    /** Whether the other one gives it something: a Kamelet, a bean, a route configuration, a template of routes. */
    public boolean uses(Unit other) {
        return this != other && names.uses(other.names);
    }

    /** Whether both send to one route of a Kamelet, which goes when either of them does. */
    boolean sharesAKameletWith(Unit other) {
        return !Collections.disjoint(names.sharedKamelets(), other.names.sharedKamelets());
    }

    boolean givesWhat(Unit other) {
        return !Collections.disjoint(names.given(), other.names.given());
    }
}
