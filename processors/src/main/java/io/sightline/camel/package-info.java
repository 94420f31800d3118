/** Thin Camel adapters: what reads or writes an Exchange. Everything they decide is decided elsewhere. */
@NullMarked
package io.sightline.camel;

import org.jspecify.annotations.NullMarked;
