package io.govshare.catalog;

/** How a dataset is shared between departments (Regulations on Government Data Sharing, Decree 809). */
public enum SharingAttribute {
    /** Any department may use it; no grant is needed. */
    UNCONDITIONAL,
    /** Each use needs a grant for its purpose. */
    CONDITIONAL,
    /** Not shared. */
    NOT_SHARED
}
