// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

namespace Earmark {

/// A value or an Error. A subset of C++23's std::expected<T, Error>, under the same names, so that
/// the day the project moves to C++23 this class becomes an alias.
template<typename T = void>
class [[nodiscard]] Result
{
    using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

public:
    using value_type = T;

    Result() requires std::is_void_v<T>
    = default;
    Result(Stored value) requires(!std::is_void_v<T>) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    const Stored &value() const &requires(!std::is_void_v<T>)
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    Stored &value() & requires(!std::is_void_v<T>)
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    Stored &&value() && requires(!std::is_void_v<T>)
    {
        Q_ASSERT(has_value());
        return std::move(*std::get_if<0>(&m_state));
    }
    const Stored &operator*() const &requires(!std::is_void_v<T>) { return value(); }
    Stored &operator*() & requires(!std::is_void_v<T>) { return value(); }
    Stored &&operator*() && requires(!std::is_void_v<T>) { return std::move(*this).value(); }
    const Stored *operator->() const requires(!std::is_void_v<T>) { return &value(); }
    Stored *operator->() requires(!std::is_void_v<T>) { return &value(); }

    const Error &error() const
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }

    /// f: T -> Result<U>. Runs only on success; an error passes through.
    template<typename F>
    auto and_then(F &&f) &&
    {
        using Next = decltype(call(std::forward<F>(f)));
        return has_value() ? call(std::forward<F>(f)) : Next(error());
    }

    /// f: T -> U. Runs only on success; an error passes through.
    template<typename F>
    auto transform(F &&f) &&
    {
        using U = decltype(call(std::forward<F>(f)));
        if (!has_value())
            return Result<U>(error());
        if constexpr (std::is_void_v<U>) {
            call(std::forward<F>(f));
            return Result<U>();
        } else {
            return Result<U>(call(std::forward<F>(f)));
        }
    }

private:
    template<typename F>
    decltype(auto) call(F &&f)
    {
        if constexpr (std::is_void_v<T>)
            return std::invoke(std::forward<F>(f));
        else
            return std::invoke(std::forward<F>(f), std::move(*std::get_if<0>(&m_state)));
    }

    std::variant<Stored, Error> m_state;
};

} // namespace Earmark
