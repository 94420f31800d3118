package io.sightline.integration;

/** Is told of what a file holds while it is compared with the schema. */
interface SchemaVisitor {
    /**
     * A value that is described by a definition.
     *
     * @param definition the last part of its name, such as {@code RouteDefinition}
     * @param path where it stands
     */
    void visit(String definition, YamlNode node, String path);

    /**
     * A key of which there is one among several.
     *
     * @param owner definition of the object that has it
     */
    void chosen(String owner, YamlNode.Entry choice, String path);
}
