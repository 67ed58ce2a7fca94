// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credentials.h"
#include "core/ids.h"
#include "services/logins.h"
#include "services/refreshoutcome.h"

#include <QByteArray>
#include <QString>

#include <optional>

// What is wished of the library (services/libraryservice.h), and what it answers.

namespace Earmark {

struct RefreshProgress
{
    int done = 0;
    int total = 0; ///< 0: nothing runs.
    QString current; ///< The last podcast that was done.
};

struct Subscription
{
    PodcastId id;
    bool isNew = true; ///< false: it was there already.
    RefreshOutcome outcome;
    QString notice; ///< A sentence, when the password could not be kept as wished.
};

struct ImportReport
{
    int found = 0; ///< Podcasts named by the file.
    int added = 0;
    int known = 0; ///< Were subscribed to already.
    RefreshOutcomes outcomes; ///< One per added podcast.
};

struct SubscribeWish
{
    bool fetch = true; ///< false: only the address is kept.
    /// The listener said so, or typed the address where he cannot be asked. Else an address that
    /// leads to his own network gives an error of kind OwnNetwork.
    bool isOwnNetworkAllowed = true;
    /// For its server; one typed into the address goes here, and out of the address.
    std::optional<HttpCredentials> login{};
    KeepLogin keepLogin = KeepLogin::InKeyring; ///< Where there is none: for this run.
    bool isGuess = false; ///< core/addresspolicy.h, TypedAddress.
};

struct ImportWish
{
    bool fetch = true; ///< false: only the addresses are kept.
    /// Of what the file names on the listener's own network. A file is a stranger's word: only
    /// where he cannot be asked does handing it over say yes. Else these podcasts are added and not
    /// asked (RefreshOutcome::isOnOwnNetwork).
    bool isOwnNetworkAllowed = true;
};

struct AddressWish
{
    bool evenIfOther = false; ///< The listener said that it is the same podcast.
    bool isOwnNetworkAllowed = true; ///< As SubscribeWish's.
    /// For the new address's server; unset: what is known of it where the origin stays the same,
    /// and else none.
    std::optional<HttpCredentials> login{};
    KeepLogin keepLogin = KeepLogin::InKeyring;
    bool isGuess = false; ///< As SubscribeWish's.
};

struct OpmlExport
{
    QByteArray document;
    int leftOut = 0; ///< Private podcasts that are not in it.
    int folders = 0; ///< Nor are these, which are folders on this computer.
};

} // namespace Earmark
